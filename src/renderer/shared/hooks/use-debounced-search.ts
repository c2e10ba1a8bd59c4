import { useDebounced } from './use-debounced.ts'

/** Returns the trimmed search text once the user stops typing. An empty text is returned at once. */
export function useDebouncedSearch(searchText: string): string {
  const trimmed = searchText.trim()
  const debounced = useDebounced(trimmed, 180)
  return trimmed === '' ? '' : debounced
}
