import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type Change, holdableKinds, Import, isMatchKind } from '../../../../contract/imports.ts'
import { request } from '../../../api/client.ts'
import { asProblem } from '../../../api/problem.ts'
import { scheduleRefresh } from '../../../api/refresh.ts'
import { CommandButton } from '../../../commands/command-button.tsx'
import type { Command } from '../../../commands/registry.ts'
import { useCommands } from '../../../commands/use-commands.ts'
import { Banner } from '../../../ui/banner.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { count } from '../../../ui/format.ts'
import { toast } from '../../../ui/toast.ts'
import { useIsPermitted } from '../../../shared/hooks/use-is-permitted.ts'
import { importKeys } from '../queries.ts'
import { text } from '../text.ts'
import { apiPaths } from '../../../shared/navigation/paths.ts'

/** Holds back the selected change with a reason, or releases it. The key `h` does the one that applies. */
export function HoldControl({ importRun, change }: { importRun: Import; change: Change }) {
  const isMatch = isMatchKind(change.kind)
  // A new account without a match has no person to stay matched to.
  const canBeHeld =
    change.held !== null || (holdableKinds.includes(change.kind) && !(isMatch && change.before === null))
  const canApply = useIsPermitted('imports:apply') && importRun.state === 'staged' && canBeHeld
  const [isAskingReason, setAskingReason] = useState(false)
  const { hold, release } = useHold(importRun, change)
  const held = change.held !== null
  const busy = hold.isPending || release.isPending
  const command: Command = {
    id: 'imports.hold',
    title: held ? text.release : text.hold,
    group: 'Review',
    shortcut: 'h',
    icon: 'hold',
    keywords: ['keep out', 'exclude', 'wait'],
    isEnabled: !busy,
    run: () => (held ? release.mutate() : setAskingReason(true)),
  }
  useCommands(canApply ? [command] : [])
  if (!canApply) return null
  const problem = hold.isError ? asProblem(hold.error) : undefined
  return (
    <span className="hold-control">
      <CommandButton command={command} variant={held ? 'plain' : 'quiet'} icon="hold" isPending={busy} />
      <ConfirmDialog
        title={text.holdTitle}
        isOpen={isAskingReason}
        onClose={() => setAskingReason(false)}
        action={text.holdConfirm}
        busy={hold.isPending}
        askReason={{ label: text.holdReason, placeholder: text.holdExample, note: text.holdNote, least: 3 }}
        error={problem && <Banner kind="error" title={problem.detail} />}
        onConfirm={(reason) => hold.mutate(reason, { onSuccess: () => setAskingReason(false) })}
      >
        <p>
          <strong>{change.sentence}</strong>
        </p>
        <p className="muted">{isMatch ? text.keepMatchText(change.before?.['person'] ?? '') : text.holdText}</p>
      </ConfirmDialog>
    </span>
  )
}

function useHold(importRun: Import, change: Change) {
  const queries = useQueryClient()
  const show = (message: (many: string) => string) => (changed: Import) => {
    queries.setQueryData(importKeys.one(changed.id), changed)
    scheduleRefresh(queries, importKeys.all)
    const isMatch = isMatchKind(change.kind)
    toast({
      kind: 'done',
      about: 'hold',
      message: isMatch ? text.toastMatchKept : message(count(changed.held, 'change')),
    })
  }
  const hold = useMutation({
    mutationFn: (reason: string) =>
      request(Import, apiPaths.importHolds(importRun.id), { method: 'POST', body: { changeId: change.id, reason } }),
    onSuccess: show(text.toastHeld),
  })
  const release = useMutation({
    mutationFn: () => request(Import, apiPaths.importHold(importRun.id, change.id), { method: 'DELETE' }),
    onSuccess: show(text.toastReleased),
    onError: (thrown) => toast({ kind: 'error', message: asProblem(thrown).detail }),
  })
  return { hold, release }
}
