import { useDebounced } from './use-debounced.ts'

/** The words of a search, trimmed, once they have rested while somebody types; none at once when they are cleared. */
export function useDebouncedSearch(words: string): string {
  const trimmed = words.trim()
  const rested = useDebounced(trimmed, 180)
  return trimmed === '' ? '' : rested
}
