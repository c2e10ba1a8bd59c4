import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Import } from '../../../../contract/imports.ts'
import { request } from '../../../api/client.ts'
import { scheduleRefresh } from '../../../api/refresh.ts'
import { type ApiProblem, asProblem } from '../../../api/problem.ts'
import { navigate } from '../../../shared/navigation/router.ts'
import { approvals } from './approved-digests.ts'
import { importKeys } from '../queries.ts'
import { apiPaths, pages } from '../../../shared/navigation/paths.ts'

/** Mutations on one import. None is optimistic, because the host may reject it. */
export function useDecisions(importRun: Import) {
  const queries = useQueryClient()
  const refresh = () => scheduleRefresh(queries, importKeys.all)
  const saveToCache = (changed: Import) => queries.setQueryData(importKeys.one(changed.id), changed)

  const apply = useMutation<Import, Error, { reason?: string }>({
    mutationFn: ({ reason }) => {
      const digest = importRun.digest ?? ''
      approvals.note(importRun.id, digest)
      return request(Import, apiPaths.applyImport(importRun.id), {
        method: 'POST',
        body: { digest, ...(reason === undefined ? {} : { override: { reason } }) },
      })
    },
    onSuccess: saveToCache,
    onSettled: refresh,
  })
  const cancel = useMutation({
    mutationFn: () => request(Import, apiPaths.cancelImport(importRun.id), { method: 'POST', body: {} }),
    onSuccess: saveToCache,
    onSettled: refresh,
  })
  const rollBack = useMutation({
    mutationFn: () => stageRollback(importRun),
    onSuccess: (staged) => {
      saveToCache(staged)
      navigate(pages.import(staged.id))
    },
    onSettled: refresh,
  })
  const stageAgain = useMutation({
    mutationFn: () => request(Import, apiPaths.restageImport(importRun.id), { method: 'POST', body: {} }),
    onSuccess: (staged) => {
      saveToCache(staged)
      if (staged.id !== importRun.id) navigate(pages.import(staged.id))
    },
    onSettled: refresh,
  })
  const failed = [apply, cancel, rollBack, stageAgain].find((mutation) => mutation.isError)
  const problem: ApiProblem | undefined = failed?.isError ? asProblem(failed.error) : undefined
  const busy = apply.isPending || cancel.isPending || rollBack.isPending || stageAgain.isPending
  return { apply, cancel, rollBack, stageAgain, problem, busy }
}

/** Stages the undo of the current generation, or the restore of an earlier one. */
export function stageRollback(importRun: Import): Promise<Import> {
  if (importRun.undoable) return request(Import, apiPaths.undoImport(importRun.id), { method: 'POST', body: {} })
  return request(Import, apiPaths.restoreImport, {
    method: 'POST',
    body: { applicationId: importRun.application.id, generation: importRun.generation ?? 0 },
  })
}
