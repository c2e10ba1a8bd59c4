import { type QueryKey, useMutation, useQueryClient } from '@tanstack/react-query'
import { asProblem } from './api/problem.ts'
import type { Fresh } from './fresh.ts'

/**
 * One change, after which an area's lists and answers are read again. They are too when the change was refused because
 * somebody else was faster: what is then shown is how it is now.
 */
export function useChangeOf<V, T>(
  area: { readonly fresh: Fresh; readonly key: QueryKey },
  change: (value: V) => Promise<T>,
) {
  const queries = useQueryClient()
  const settle = () => {
    area.fresh.note()
    return queries.invalidateQueries({ queryKey: area.key })
  }
  return useMutation({
    mutationFn: change,
    onSuccess: settle,
    onError: (thrown) => {
      if ([409, 412].includes(asProblem(thrown).status)) void settle()
    },
  })
}
