import { type QueryKey, type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import { asProblem } from '../../api/problem.ts'
import type { ChangeCounter } from './change-counter.ts'

/** A mutation and the result of its last run. */
export type ChangeMutation<V, T = unknown> = Omit<UseMutationResult<T, Error, V>, 'mutate' | 'mutateAsync'> & {
  readonly mutate: (value: V, then?: { onSuccess?: (result: T) => void; onError?: (thrown: Error) => void }) => void
}

/**
 * A mutation that refreshes the lists and queries of a feature afterwards. It also refreshes them after a conflict
 * (409, 412), so that the current version is shown. Callbacks passed to `mutate` run even if the component is unmounted
 * by then: a refresh may remove it before the answer arrives.
 */
export function useSaveChange<V, T>(
  area: { readonly changes: ChangeCounter; readonly key: QueryKey },
  change: (value: V) => Promise<T>,
): ChangeMutation<V, T> {
  const queries = useQueryClient()
  const refresh = () => {
    area.changes.increment()
    return queries.invalidateQueries({ queryKey: area.key })
  }
  const { mutateAsync, ...mutation } = useMutation({
    mutationFn: change,
    onSuccess: refresh,
    onError: (thrown) => {
      if ([409, 412].includes(asProblem(thrown).status)) void refresh()
    },
  })
  return {
    ...mutation,
    // TanStack Query drops callbacks of `mutate` when the component unmounts, but resolves the promise.
    mutate: (value, callbacks) =>
      void mutateAsync(value).then(callbacks?.onSuccess, callbacks?.onError ?? (() => undefined)),
  }
}
