import { type QueryKey, type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import { asProblem } from '../../api/problem.ts'
import type { ChangeCounter } from './change-counter.ts'

/** A change that can be asked for, and how the last one went. */
export type ChangeMutation<V, T = unknown> = Omit<UseMutationResult<T, Error, V>, 'mutate' | 'mutateAsync'> & {
  readonly mutate: (value: V, then?: { onSuccess?: (result: T) => void; onError?: (thrown: Error) => void }) => void
}

/**
 * One change, after which an area's lists and answers are read again. They are too when the change was refused because
 * somebody else was faster: what is then shown is how it is now.
 *
 * What `mutate` is given to do then is done even when whatever asked is gone by then. Reading again takes away what was
 * just decided, and an event may do so before the answer comes.
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
    // The library forgets what its own `mutate` was given once the component is gone, but keeps its promise.
    mutate: (value, callbacks) =>
      void mutateAsync(value).then(callbacks?.onSuccess, callbacks?.onError ?? (() => undefined)),
  }
}
