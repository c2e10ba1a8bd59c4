/** The meaning of a colour. An icon or a word always shows the same. */
export type Tone = 'neutral' | 'gain' | 'loss' | 'change' | 'info' | 'accent'
