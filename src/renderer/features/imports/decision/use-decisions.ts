import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Import } from '../../../../contract/imports.ts'
import { request } from '../../../api/client.ts'
import { scheduleRefresh } from '../../../api/refresh.ts'
import { type ApiProblem, asProblem } from '../../../api/problem.ts'
import { navigate } from '../../../shared/navigation/router.ts'
import { approvals } from './approved-digests.ts'
import { importKeys } from '../queries.ts'

/** What can be decided about one import. Each waits for the host's answer: it may refuse. */
export function useDecisions(one: Import) {
  const queries = useQueryClient()
  const settle = () => scheduleRefresh(queries, importKeys.all)
  const path = `/v1/imports/${encodeURIComponent(one.id)}`
  const show = (changed: Import) => queries.setQueryData(importKeys.one(changed.id), changed)

  const apply = useMutation<Import, Error, { reason?: string }>({
    mutationFn: ({ reason }) => {
      const digest = one.digest ?? ''
      approvals.note(one.id, digest)
      return request(Import, `${path}/apply`, {
        method: 'POST',
        body: { digest, ...(reason === undefined ? {} : { override: { reason } }) },
      })
    },
    onSuccess: show,
    onSettled: settle,
  })
  const cancel = useMutation({
    mutationFn: () => request(Import, `${path}/cancel`, { method: 'POST', body: {} }),
    onSuccess: show,
    onSettled: settle,
  })
  const goBack = useMutation({
    mutationFn: () => stageRollback(one),
    onSuccess: (staged) => {
      show(staged)
      navigate(`/imports/${staged.id}`)
    },
    onSettled: settle,
  })
  const again = useMutation({
    mutationFn: () => request(Import, `${path}/stage-again`, { method: 'POST', body: {} }),
    onSuccess: (staged) => {
      show(staged)
      if (staged.id !== one.id) navigate(`/imports/${staged.id}`)
    },
    onSettled: settle,
  })
  const failed = [apply, cancel, goBack, again].find((deed) => deed.isError)
  const problem: ApiProblem | undefined = failed?.isError ? asProblem(failed.error) : undefined
  const busy = apply.isPending || cancel.isPending || goBack.isPending || again.isPending
  return { apply, cancel, goBack, again, problem, busy }
}

/** Undo of what counts now, or the way back to the generation that an earlier import made. Either is a preview first. */
export function stageRollback(one: Import): Promise<Import> {
  if (one.undoable)
    return request(Import, `/v1/imports/${encodeURIComponent(one.id)}/undo`, { method: 'POST', body: {} })
  return request(Import, '/v1/imports/restore', {
    method: 'POST',
    body: { applicationId: one.application.id, generation: one.generation ?? 0 },
  })
}
