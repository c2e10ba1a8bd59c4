import { foldSearch } from '../../storage/fold.ts'

/** The words of a name without order, case, accents and punctuation: "Bell, Ada" and "ADA BELL" are the same ones. */
export function nameWords(name: string): string[] {
  return foldSearch(name)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .toSorted()
}

/**
 * Whether two records can be about one person as far as their names say: a blank name says nothing, and a middle name more
 * or less is no other person.
 */
export function mayBeSameName(a: string, b: string): boolean {
  const [one, other] = [nameWords(a), nameWords(b)]
  if (one.length === 0 || other.length === 0) return true
  const [fewer, more] = one.length <= other.length ? [one, other] : [other, one]
  if (fewer.length === 1 && more.length > 1) return false
  const words = new Set(more)
  return fewer.every((word) => words.has(word))
}

/** Whether all of some names can be one person's. Order does not matter. */
export function areOneName(names: readonly string[]): boolean {
  return names.every((name, at) => names.slice(at + 1).every((other) => mayBeSameName(name, other)))
}
