import { useQueries } from '@tanstack/react-query'
import { useStore } from 'zustand'
import { isPermitted, sessionStore } from '../api/session.ts'
import type { Feature } from '../shared/navigation/feature.ts'
import { navigate } from '../shared/navigation/router.ts'
import { useDebouncedSearch } from '../shared/hooks/use-debounced-search.ts'
import type { SearchHit } from '../shared/navigation/finder.ts'
import { match } from './rank.ts'
import type { Section } from './sections.ts'

const shortestQuery = 2

/**
 * Search results of all features, one section per feature. A feature whose search fails shows nothing here; its own
 * screen shows the error.
 * @param firstIndex position of the first entry in the whole list
 */
export function useRecordSearch(features: readonly Feature[], query: string, firstIndex: number): Section[] {
  const session = useStore(sessionStore)
  const searchText = useDebouncedSearch(query)
  const searchable = features.flatMap((feature) =>
    feature.finder && isPermitted(session, feature.finder.scope) ? [{ feature, finder: feature.finder }] : [],
  )
  const results = useQueries({
    queries: searchable.map(({ feature, finder }) => ({
      queryKey: [feature.id, 'palette', searchText],
      enabled: searchText.length >= shortestQuery,
      queryFn: ({ signal }: { signal: AbortSignal }) => finder.find(searchText, signal),
    })),
  })
  if (searchText.length < shortestQuery || query.trim().length < shortestQuery) return []
  return sectionsOf(
    searchable.map(({ feature }, index) => ({ feature, found: results[index]?.data ?? [] })),
    query,
    firstIndex,
  )
}

interface Answer {
  readonly feature: Pick<Feature, 'id' | 'title' | 'icon'>
  readonly found: readonly SearchHit[]
}

/** Groups search results by feature and numbers the entries. */
export function sectionsOf(answers: readonly Answer[], query: string, firstIndex: number): Section[] {
  let index = firstIndex - 1
  return answers
    .filter(({ found: hits }) => hits.length > 0)
    .map(({ feature, found: hits }) => ({
      title: feature.title,
      entries: hits.map(({ id, title, note, path }) => {
        index += 1
        return {
          item: {
            id: `${feature.id}:${id}`,
            title,
            ...(note !== undefined && { note }),
            group: 'Go to' as const,
            icon: feature.icon,
            run: () => navigate(path),
          },
          marks: match(query, title)?.marks ?? [],
          index,
        }
      }),
    }))
}
