import { type QueryKey, type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import { asProblem } from '../../api/problem.ts'

/** A mutation and the result of its last run. */
export type ChangeMutation<V, T = unknown> = Omit<UseMutationResult<T, Error, V>, 'mutate' | 'mutateAsync'> & {
  readonly mutate: (value: V, then?: { onSuccess?: (result: T) => void; onError?: (thrown: Error) => void }) => void
}

/**
 * A mutation that refreshes the lists and queries under a key afterwards. It also refreshes them after a conflict
 * (409, 412), so that the current version is shown. Callbacks passed to `mutate` run even if the component is unmounted
 * by then: a refresh may remove it before the answer arrives.
 */
export function useSaveChange<V, T>(queryKey: QueryKey, change: (value: V) => Promise<T>): ChangeMutation<V, T> {
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey })
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
