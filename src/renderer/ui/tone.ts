/** What a colour means. Never the only sign: every use adds a glyph or a word. */
export type Tone = 'neutral' | 'gain' | 'loss' | 'change' | 'info' | 'accent'
