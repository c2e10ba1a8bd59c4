import { useDebounced } from './use-debounced.ts'

/** The words of a search, trimmed, once they have rested while somebody types; none at once when they are cleared. */
export function useDebouncedSearch(searchText: string): string {
  const trimmed = searchText.trim()
  const debounced = useDebounced(trimmed, 180)
  return trimmed === '' ? '' : debounced
}
