import { useState } from 'react'
import type { WebhookNetworks } from '../../../../contract/webhooks.ts'
import { asProblem } from '../../../api/problem.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { toast } from '../../../ui/toast.ts'
import { useSaveNetworks, useWebhookNetworks } from './queries.ts'
import { text } from './text.ts'

/** The networks on this site to which webhooks may go. */
export function Networks({ canWrite }: { canWrite: boolean }) {
  const networks = useWebhookNetworks()
  const [isEditing, setEditing] = useState(false)
  if (!networks.data) return null
  const { networks: allowed } = networks.data
  return (
    <section className="webhook-networks" aria-label={text.networks}>
      <h2>{text.networks}</h2>
      <p className="muted">{text.networksNote}</p>
      {allowed.length === 0 ? (
        <p className="muted">{text.networksNone}</p>
      ) : (
        <ul>
          {allowed.map((network) => (
            <li key={network} className="mono">
              {network}
            </li>
          ))}
        </ul>
      )}
      {canWrite && <Button onPress={() => setEditing(true)}>{text.networksEdit}</Button>}
      <Dialog title={text.networksTitle} isOpen={isEditing} onClose={() => setEditing(false)} kind="alert">
        <Form now={networks.data} onDone={() => setEditing(false)} />
      </Dialog>
    </section>
  )
}

function Form({ now, onDone }: { now: WebhookNetworks; onDone: () => void }) {
  const [lines, setLines] = useState(now.networks.join('\n'))
  const save = useSaveNetworks(now.revision)
  const given = lines
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const problem = save.isError ? asProblem(save.error) : undefined
  const wrong = given.flatMap((network, i) => {
    const message = problem?.errorAt(`#/networks/${i}`)
    return message === undefined ? [] : [`${network} ${message}`]
  })
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (save.isPending) return
        save.mutate(given, {
          onSuccess: () => {
            toast({ kind: 'done', message: text.saved })
            onDone()
          },
        })
      }}
    >
      <TextField
        label={text.networksLabel}
        note={text.networksHelp}
        value={lines}
        onChange={setLines}
        error={wrong.length > 0 ? wrong.join('; ') : problem?.status === 412 ? text.stale : problem?.detail}
        lines={5}
        mono
        autoFocus
      />
      <Button type="submit" variant="primary" isPending={save.isPending}>
        {text.save}
      </Button>
    </form>
  )
}
