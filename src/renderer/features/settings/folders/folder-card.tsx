import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { z } from 'zod'
import { Folder } from '../../../../contract/folder.ts'
import { bridge } from '../../../api/bridge.ts'
import { request } from '../../../api/client.ts'
import { asProblem } from '../../../api/problem.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { CopyField } from '../../../ui/copy-field.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { toast } from '../../../ui/toast.ts'
import { useIsPermitted } from '../../../shared/hooks/use-is-permitted.ts'
import { text } from './folders-text.ts'
import { text as settingsText } from '../text.ts'
import { apiPaths } from '../../../shared/navigation/paths.ts'

export const folderKeys = { all: ['folders'] as const, list: () => [...folderKeys.all, 'list'] as const }

/** Parses the polling interval; undefined if invalid. */
export function parseSeconds(typed: string): number | undefined {
  const seconds = Number(typed)
  return /^\d{1,4}$/.test(typed) && seconds >= 1 && seconds <= 3600 ? seconds : undefined
}

const tones = { watching: 'gain', obstructed: 'change', 'not-read-yet': 'neutral', offline: 'loss' } as const

/** A watched folder: its state, polling and removal. */
export function FolderCard({ folder }: { folder: Folder }) {
  const canWrite = useIsPermitted('settings:write')
  const [isConfirming, setConfirming] = useState(false)
  const { change, remove } = useFolder(folder)
  const error = change.isError ? change.error : remove.isError ? remove.error : undefined
  const problem = error === undefined ? undefined : asProblem(error)
  return (
    <section className="boxed settings-card" aria-label={folder.path}>
      <CopyField label={settingsText.folder} value={folder.path} />
      <p>
        <Badge tone={tones[folder.state]}>{settingsText.folderStates[folder.state]}</Badge>{' '}
        <span className="muted">
          {folder.detail} {text.origins[folder.named]}
        </span>
      </p>
      {canWrite && (
        <PollingForm
          key={folder.revision}
          folder={folder}
          isPending={change.isPending}
          onSave={(poll) => change.mutate(poll)}
        />
      )}
      {problem && (
        <Banner kind="error" title={text.refused}>
          {problem.status === 412 ? text.stale : problem.detail}
        </Banner>
      )}
      <div className="settings-buttons">
        {folder.named === 'at-start' && bridge() && (
          <Button icon="folder" onPress={() => void bridge()?.showInFolder(folder.path)}>
            {settingsText.showFolder}
          </Button>
        )}
        {canWrite && folder.named === 'in-settings' && (
          <Button variant="quiet" onPress={() => setConfirming(true)}>
            {text.remove}
          </Button>
        )}
      </div>
      <ConfirmDialog
        title={text.removeTitle(folder.path)}
        isOpen={isConfirming}
        onClose={() => setConfirming(false)}
        action={text.removeConfirm}
        busy={remove.isPending}
        onConfirm={() => remove.mutate(undefined, { onSuccess: () => setConfirming(false) })}
      >
        <p>{text.removeText}</p>
      </ConfirmDialog>
    </section>
  )
}

interface PollingFormProps {
  folder: Folder
  isPending: boolean
  onSave: (poll: { polling: boolean; intervalSeconds: number }) => void
}

function PollingForm({ folder, isPending, onSave }: PollingFormProps) {
  const [polling, setPolling] = useState(folder.polling)
  const [typed, setTyped] = useState(String(folder.intervalSeconds))
  const seconds = parseSeconds(typed)
  const changed = polling !== folder.polling || (polling && seconds !== folder.intervalSeconds)
  return (
    <form
      className="settings-polling"
      onSubmit={(event) => {
        event.preventDefault()
        if (changed && seconds !== undefined) onSave({ polling, intervalSeconds: seconds })
      }}
    >
      <Checkbox isSelected={polling} onChange={setPolling}>
        {text.polling} <span className="muted">{text.pollingNote}</span>
      </Checkbox>
      {polling && (
        <TextField
          label={text.interval}
          inputMode="numeric"
          value={typed}
          error={seconds === undefined ? text.intervalWrong : undefined}
          onChange={setTyped}
          autoComplete="off"
        />
      )}
      {changed && (
        <Button type="submit" isDisabled={seconds === undefined} isPending={isPending}>
          {text.save}
        </Button>
      )}
    </form>
  )
}

function useFolder(folder: Folder) {
  const queries = useQueryClient()
  const path = apiPaths.folder(folder.id)
  const refresh = () => queries.invalidateQueries({ queryKey: folderKeys.all })
  const change = useMutation({
    mutationFn: (poll: { polling: boolean; intervalSeconds: number }) =>
      request(Folder, path, { method: 'PATCH', body: poll, ifMatch: folder.revision }),
    onSuccess: () => toast({ kind: 'done', message: text.saved(folder.path) }),
    onSettled: refresh,
  })
  const remove = useMutation({
    mutationFn: () => request(z.undefined(), path, { method: 'DELETE', ifMatch: folder.revision }),
    onSuccess: () => toast({ kind: 'done', message: text.removed(folder.path) }),
    onSettled: refresh,
  })
  return { change, remove }
}
