import { useDelayed } from './use-debounced.ts'

/** The words of a search, trimmed, once they have rested while somebody types; none at once when they are cleared. */
export function useRestedWords(words: string): string {
  const trimmed = words.trim()
  const rested = useDelayed(trimmed, 180)
  return trimmed === '' ? '' : rested
}
