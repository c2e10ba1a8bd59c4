import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Import } from '../../../../contract/imports.ts'
import { request } from '../../../api/client.ts'
import { asProblem } from '../../../api/problem.ts'
import { scheduleRefresh } from '../../../api/refresh.ts'
import { useIsPermitted } from '../../../shared/hooks/use-is-permitted.ts'
import { apiPaths } from '../../../shared/navigation/paths.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { importKeys } from '../queries.ts'
import { text } from '../text.ts'

/** How many changes are held back, and why; those in doubt can be released together, with a reason. */
export function HeldNote({ importRun }: { importRun: Import }) {
  const canApply = useIsPermitted('imports:apply')
  const [isAsking, setAsking] = useState(false)
  const queries = useQueryClient()
  const release = useMutation({
    mutationFn: (reason: string) =>
      request(Import, apiPaths.releaseDoubts(importRun.id), { method: 'POST', body: { reason } }),
    onSuccess: (changed) => {
      queries.setQueryData(importKeys.one(changed.id), changed)
      scheduleRefresh(queries, importKeys.all)
      setAsking(false)
    },
  })
  if (importRun.held === 0) return null
  const { inDoubt } = importRun
  return (
    <Banner kind={inDoubt > 0 ? 'guard' : 'info'} title={text.heldCount(importRun.held)}>
      {inDoubt > 0 && <p>{text.doubts.note(inDoubt)}</p>}
      {inDoubt > 0 && canApply && <Button onPress={() => setAsking(true)}>{text.doubts.release}</Button>}
      <ConfirmDialog
        title={text.doubts.title(inDoubt)}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        action={text.doubts.confirm}
        busy={release.isPending}
        askReason={{ label: text.holdReason, placeholder: text.doubts.example, note: text.holdNote, least: 3 }}
        error={release.isError && <Banner kind="error" title={asProblem(release.error).detail} />}
        onConfirm={(reason) => release.mutate(reason)}
      >
        <p>{text.doubts.text}</p>
      </ConfirmDialog>
    </Banner>
  )
}
