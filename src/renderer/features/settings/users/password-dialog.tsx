import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { z } from 'zod'
import { shortestPassword } from '../../../../contract/users.ts'
import { request } from '../../../api/client.ts'
import { asProblem } from '../../../api/problem.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { toast } from '../../../ui/toast.ts'
import { text } from '../text.ts'
import { apiPaths } from '../../../shared/navigation/paths.ts'

/** The user whose password is set; for `own`, the current password is required. */
export interface PasswordTarget {
  readonly id: string
  readonly revision: number
  readonly username: string
  readonly own: boolean
}

interface PasswordDialogProps {
  of: PasswordTarget | undefined
  onClose: () => void
  onSaved: () => void
}

/** Sets a password. It ends all sessions of the user, or all other sessions if it is their own. */
export function PasswordDialog({ of, onClose, onSaved }: PasswordDialogProps) {
  const title = of === undefined ? '' : of.own ? text.ownPassword : text.setPasswordFor(of.username)
  return (
    <Dialog title={title} isOpen={of !== undefined} onClose={onClose} kind="alert" size="small">
      {of && <Form of={of} onSaved={onSaved} />}
    </Dialog>
  )
}

function Form({ of, onSaved }: { of: PasswordTarget; onSaved: () => void }) {
  const [current, setCurrent] = useState('')
  const [password, setPassword] = useState('')
  const save = useMutation({
    mutationFn: () =>
      request(z.undefined(), apiPaths.userPassword(of.id), {
        method: 'PUT',
        body: of.own ? { current, password } : { password },
        ifMatch: of.revision,
      }),
    onSuccess: () => {
      toast({ kind: 'done', message: of.own ? text.ownPasswordSet : text.passwordSet(of.username) })
      onSaved()
    },
    gcTime: 0,
  })
  const problem = save.isError ? asProblem(save.error) : undefined
  const ready = password !== '' && (!of.own || current !== '')
  return (
    <form
      className="stack-loose"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready && !save.isPending) save.mutate()
      }}
    >
      {of.own && (
        <TextField
          label={text.currentPassword}
          type="password"
          value={current}
          onChange={setCurrent}
          error={problem?.errorAt('#/current')}
          autoComplete="current-password"
          autoFocus
        />
      )}
      <TextField
        label={text.newPassword}
        note={of.own ? text.ownPasswordNote(shortestPassword) : text.passwordNote(shortestPassword)}
        type="password"
        value={password}
        onChange={setPassword}
        error={problem?.errorAt('#/password')}
        autoComplete="new-password"
        autoFocus={!of.own}
      />
      <p className="muted">{of.own ? text.ownPasswordEnds : text.passwordEnds}</p>
      {problem && problem.errors.length === 0 && (
        <Banner kind="error" title={text.refused}>
          {problem.status === 412 ? text.stale : problem.detail}
        </Banner>
      )}
      <footer className="form-foot">
        <Button type="submit" variant="primary" isDisabled={!ready} isPending={save.isPending}>
          {text.setPassword}
        </Button>
      </footer>
    </form>
  )
}
