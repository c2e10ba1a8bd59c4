import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useStore } from 'zustand'
import { roleLabels } from '../../../shared/role-labels.ts'
import { type Role, roles } from '../../../../contract/user-roles.ts'
import { shortestPassword, User } from '../../../../contract/users.ts'
import { request } from '../../../api/client.ts'
import { type ApiProblem, asProblem } from '../../../api/problem.ts'
import { sessionStore } from '../../../api/session.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { ConfirmDialog } from '../../../ui/confirm-dialog.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { toast } from '../../../ui/toast.ts'
import { IdentityField } from './identity-field.tsx'
import { text } from '../text.ts'

interface UserDialogProps {
  shown: User | 'new' | undefined
  onClose: () => void
  onSaved: () => void
  onPassword: (one: User) => void
}

/** Makes a user, changes name and roles, or takes the right to sign in away. */
export function UserDialog({ shown, onClose, onSaved, onPassword }: UserDialogProps) {
  const title = shown === undefined || shown === 'new' ? text.createTitle : text.changeTitle(shown.username)
  return (
    <Dialog title={title} isOpen={shown !== undefined} onClose={onClose} kind="alert" size="medium">
      {shown !== undefined && (
        <Form one={shown === 'new' ? undefined : shown} onSaved={onSaved} onPassword={onPassword} />
      )}
    </Dialog>
  )
}

const saidOf = (problem: ApiProblem | undefined, field: string) =>
  problem?.errors.find((error) => error.pointer.endsWith(`/${field}`))?.message

interface FormProps extends Pick<UserDialogProps, 'onSaved' | 'onPassword'> {
  one: User | undefined
}

function Form({ one, onSaved, onPassword }: FormProps) {
  const [username, setUsername] = useState('')
  const [name, setName] = useState(one?.name ?? '')
  const [password, setPassword] = useState('')
  const [chosen, setChosen] = useState<readonly Role[]>(one?.roles ?? [])
  const [identityId, setIdentityId] = useState(one?.identityId ?? null)
  const save = useSave(one, onSaved)
  const problem = save.isError ? asProblem(save.error) : undefined
  const ready = chosen.length > 0 && (one !== undefined || username.trim() !== '')
  const submit = () => {
    const facts = { name: name.trim(), roles: chosen, identityId }
    save.mutate(one ? facts : { ...facts, username: username.trim(), ...(password !== '' && { password }) })
  }
  return (
    <form
      className="settings-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready && !save.isPending) submit()
      }}
    >
      {!one && (
        <TextField
          label={text.username}
          value={username}
          onChange={setUsername}
          error={saidOf(problem, 'username')}
          autoComplete="off"
          autoFocus
        />
      )}
      <TextField label={text.name} value={name} onChange={setName} error={saidOf(problem, 'name')} autoComplete="off" />
      {!one && (
        <TextField
          label={text.password}
          note={`${text.passwordNote(shortestPassword)} ${text.passwordLater}`}
          type="password"
          value={password}
          onChange={setPassword}
          error={saidOf(problem, 'password')}
          autoComplete="new-password"
        />
      )}
      <IdentityField value={identityId} onChange={setIdentityId} start={one?.name || username} />
      <Roles chosen={chosen} onChange={setChosen} />
      {problem && problem.errors.length === 0 && (
        <Banner kind="error" title={text.refused}>
          {problem.status === 412 ? text.stale : problem.detail}
        </Banner>
      )}
      <footer className="settings-foot">
        {one && <Button onPress={() => onPassword(one)}>{text.passwordOpen}</Button>}
        {one && <Ability one={one} change={(disabled) => save.mutate({ disabled })} busy={save.isPending} />}
        <Button type="submit" variant="primary" isDisabled={!ready} isPending={save.isPending}>
          {one ? text.save : text.create}
        </Button>
      </footer>
    </form>
  )
}

function Roles({ chosen, onChange }: { chosen: readonly Role[]; onChange: (roles: readonly Role[]) => void }) {
  const session = useStore(sessionStore)
  const isOwner = session.state === 'signed-in' && session.session.person.roles.includes('owner')
  return (
    <fieldset className="settings-roles">
      <legend className="field-label">{text.roles}</legend>
      {roles.map((role) => (
        <Checkbox
          key={role}
          isSelected={chosen.includes(role)}
          isDisabled={role === 'owner' && !isOwner}
          onChange={(on) => onChange(on ? [...chosen, role] : chosen.filter((other) => other !== role))}
        >
          {roleLabels[role]}
          <span className="muted settings-note">{text.roleNotes[role]}</span>
        </Checkbox>
      ))}
      {chosen.length === 0 && <p className="muted">{text.needRole}</p>}
    </fieldset>
  )
}

function Ability({ one, change, busy }: { one: User; change: (disabled: boolean) => void; busy: boolean }) {
  const [asking, setAsking] = useState(false)
  if (one.disabled)
    return (
      <Button isPending={busy} onPress={() => change(false)}>
        {text.enable}
      </Button>
    )
  return (
    <>
      <Button variant="danger" onPress={() => setAsking(true)}>
        {text.disable}…
      </Button>
      <ConfirmDialog
        title={text.disableTitle(one.username)}
        isOpen={asking}
        onClose={() => setAsking(false)}
        action={text.disable}
        danger
        onConfirm={() => {
          setAsking(false)
          change(true)
        }}
      >
        <p>{text.disableText}</p>
      </ConfirmDialog>
    </>
  )
}

function useSave(one: User | undefined, onSaved: () => void) {
  return useMutation({
    mutationFn: (body: Record<string, unknown>) =>
      one
        ? request(User, `/v1/users/${encodeURIComponent(one.id)}`, { method: 'PATCH', body, ifMatch: one.revision })
        : request(User, '/v1/users', { method: 'POST', body }),
    onSuccess: (saved) => {
      toast({ kind: 'done', message: one ? text.saved(saved.username) : text.created(saved.username) })
      onSaved()
    },
    // What was sent may hold a password: nothing here remembers it.
    gcTime: 0,
  })
}
