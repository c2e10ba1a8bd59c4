import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { Folder } from '../../../../contract/folder.ts'
import { request } from '../../../api/client.ts'
import { asProblem } from '../../../api/problem.ts'
import { FolderField } from '../../../shared/pickers/folder-field.tsx'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { toast } from '../../../ui/toast.ts'
import { folderKeys, parseSeconds } from './folder-card.tsx'
import { text } from './folders-text.ts'
import { apiPaths } from '../../../shared/navigation/paths.ts'

/** Adds a watched folder. */
export function AddFolder() {
  const [path, setPath] = useState('')
  const [polling, setPolling] = useState(false)
  const [typed, setTyped] = useState('5')
  const queries = useQueryClient()
  const seconds = parseSeconds(typed)
  const add = useMutation({
    mutationFn: () =>
      request(Folder, apiPaths.folders, {
        method: 'POST',
        body: { path: path.trim(), polling, intervalSeconds: polling ? seconds : undefined },
      }),
    onSuccess: (added) => {
      toast({ kind: 'done', message: text.added(added.path) })
      setPath('')
      setPolling(false)
    },
    onSettled: () => queries.invalidateQueries({ queryKey: folderKeys.all }),
  })
  const problem = add.isError ? asProblem(add.error) : undefined
  const pathError = problem?.errorAt('#/path')
  const ready = path.trim() !== '' && (!polling || seconds !== undefined)
  return (
    <form
      className="boxed settings-card"
      aria-label={text.addTitle}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready && !add.isPending) add.mutate()
      }}
    >
      <h3>{text.addTitle}</h3>
      <FolderField
        label={text.path}
        note={text.pathNote}
        value={path}
        error={pathError}
        onChange={(now) => {
          add.reset()
          setPath(now)
        }}
        maxLength={1000}
      />
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
      {problem && pathError === undefined && (
        <Banner kind="error" title={text.refused}>
          {problem.detail}
        </Banner>
      )}
      <Button type="submit" isDisabled={!ready} isPending={add.isPending}>
        {text.add}
      </Button>
    </form>
  )
}
