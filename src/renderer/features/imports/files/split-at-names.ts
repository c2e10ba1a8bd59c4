export interface Piece {
  readonly text: string
  readonly isName: boolean
  /** Offset in the sentence. */
  readonly at: number
}

/**
 * Splits a sentence at names that occur in it in this order. Names that do not occur are skipped; the pieces add up to
 * the sentence.
 */
export function splitAtNames(sentence: string, names: readonly (string | undefined)[]): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const name of names) {
    const at = name ? sentence.indexOf(name, from) : -1
    if (name === undefined || at < 0) continue
    if (at > from) pieces.push({ text: sentence.slice(from, at), isName: false, at: from })
    pieces.push({ text: name, isName: true, at })
    from = at + name.length
  }
  if (from < sentence.length) pieces.push({ text: sentence.slice(from), isName: false, at: from })
  return pieces
}
