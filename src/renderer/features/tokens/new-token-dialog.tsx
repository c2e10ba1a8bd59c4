import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useStore } from 'zustand'
import { defaultTokenDays, RevealedToken } from '../../../contract/tokens.ts'
import { type Scope, scopeNames, scopes } from '../../../contract/scopes.ts'
import { request } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { isPermitted, sessionStore } from '../../api/session.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { text } from './text.ts'
import { apiPaths } from '../../shared/navigation/paths.ts'

interface NewTokenDialogProps {
  isOpen: boolean
  onClose: () => void
  onRevealed: (revealed: RevealedToken) => void
}

/** Creates a token with name, scopes and expiry. */
export function NewTokenDialog({ isOpen, onClose, onRevealed }: NewTokenDialogProps) {
  return (
    <Dialog title={text.createTitle} isOpen={isOpen} onClose={onClose} kind="alert" size="large">
      <Form onRevealed={onRevealed} />
    </Dialog>
  )
}

type Expiry = keyof typeof text.expiries

function Form({ onRevealed }: { onRevealed: NewTokenDialogProps['onRevealed'] }) {
  const session = useStore(sessionStore)
  const offered = scopeNames.filter((scope) => isPermitted(session, scope))
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState<ReadonlySet<Scope>>(new Set())
  const [expiry, setExpiry] = useState<Expiry>(String(defaultTokenDays) as Expiry)
  const [because, setBecause] = useState('')
  const create = useMutation({
    mutationFn: () =>
      request(RevealedToken, apiPaths.tokens, {
        method: 'POST',
        body: {
          name: name.trim(),
          scopes: [...chosen],
          expires: expiry === 'never' ? { neverBecause: because.trim() } : { days: Number(expiry) },
        },
      }),
    onSuccess: onRevealed,
    // The answer contains the secret, so it must not stay in the cache.
    gcTime: 0,
  })
  const ready = name.trim() !== '' && chosen.size > 0 && (expiry !== 'never' || because.trim().length >= 10)
  const toggle = (scope: Scope, on: boolean) => {
    const next = new Set(chosen)
    if (on) next.add(scope)
    else next.delete(scope)
    setChosen(next)
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready && !create.isPending) create.mutate()
      }}
    >
      <TextField
        label={text.name}
        note={text.nameNote}
        value={name}
        onChange={setName}
        maxLength={100}
        autoComplete="off"
        autoFocus
      />
      <fieldset className="checkbox-group token-scopes">
        <legend className="field-label">{text.scopes}</legend>
        <p className="muted">{text.scopesNote}</p>
        <div>
          {offered.map((scope) => (
            <Checkbox key={scope} isSelected={chosen.has(scope)} onChange={(on) => toggle(scope, on)}>
              <span className="mono">{scope}</span>
              <span className="muted token-scope-note">{scopes[scope]}</span>
            </Checkbox>
          ))}
        </div>
      </fieldset>
      <Select<Expiry>
        label={text.expiry}
        value={expiry}
        options={(['30', '90', '180', '365', 'never'] as const).map((value) => ({
          value,
          title: text.expiries[value],
        }))}
        onChange={setExpiry}
      />
      {expiry === 'never' && (
        <TextField
          label={text.noExpiryReason}
          note={text.noExpiryReasonNote}
          value={because}
          onChange={setBecause}
          maxLength={500}
          lines={2}
        />
      )}
      {create.isError && (
        <Banner kind="error" title={text.refused}>
          {asProblem(create.error).detail}
        </Banner>
      )}
      <Button type="submit" variant="primary" isDisabled={!ready} isPending={create.isPending}>
        {text.createConfirm}
      </Button>
    </form>
  )
}
