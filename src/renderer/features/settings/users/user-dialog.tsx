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
import { apiPaths } from '../../../shared/navigation/paths.ts'

interface UserDialogProps {
  shown: User | 'new' | undefined
  onClose: () => void
  onSaved: () => void
  onPassword: (user: User) => void
}

/** Creates, edits, disables or enables a user. */
export function UserDialog({ shown, onClose, onSaved, onPassword }: UserDialogProps) {
  const title = shown === undefined || shown === 'new' ? text.createTitle : text.changeTitle(shown.username)
  return (
    <Dialog title={title} isOpen={shown !== undefined} onClose={onClose} kind="alert" size="medium">
      {shown !== undefined && (
        <Form user={shown === 'new' ? undefined : shown} onSaved={onSaved} onPassword={onPassword} />
      )}
    </Dialog>
  )
}

const fieldError = (problem: ApiProblem | undefined, field: string) =>
  problem?.errors.find((error) => error.pointer.endsWith(`/${field}`))?.message

interface FormProps extends Pick<UserDialogProps, 'onSaved' | 'onPassword'> {
  user: User | undefined
}

function Form({ user, onSaved, onPassword }: FormProps) {
  const [username, setUsername] = useState('')
  const [name, setName] = useState(user?.name ?? '')
  const [password, setPassword] = useState('')
  const [chosen, setChosen] = useState<readonly Role[]>(user?.roles ?? [])
  const [identityId, setIdentityId] = useState(user?.identityId ?? null)
  const save = useSave(user, onSaved)
  const problem = save.isError ? asProblem(save.error) : undefined
  const ready = chosen.length > 0 && (user !== undefined || username.trim() !== '')
  const submit = () => {
    const facts = { name: name.trim(), roles: chosen, identityId }
    save.mutate(user ? facts : { ...facts, username: username.trim(), ...(password !== '' && { password }) })
  }
  return (
    <form
      className="stack-loose"
      onSubmit={(event) => {
        event.preventDefault()
        if (ready && !save.isPending) submit()
      }}
    >
      {!user && (
        <TextField
          label={text.username}
          value={username}
          onChange={setUsername}
          error={fieldError(problem, 'username')}
          autoComplete="off"
          autoFocus
        />
      )}
      <TextField
        label={text.name}
        value={name}
        onChange={setName}
        error={fieldError(problem, 'name')}
        autoComplete="off"
      />
      {!user && (
        <TextField
          label={text.password}
          note={`${text.passwordNote(shortestPassword)} ${text.passwordLater}`}
          type="password"
          value={password}
          onChange={setPassword}
          error={fieldError(problem, 'password')}
          autoComplete="new-password"
        />
      )}
      <IdentityField value={identityId} onChange={setIdentityId} start={user?.name || username} />
      <Roles chosen={chosen} onChange={setChosen} />
      {problem && problem.errors.length === 0 && (
        <Banner kind="error" title={text.refused}>
          {problem.status === 412 ? text.stale : problem.detail}
        </Banner>
      )}
      <footer className="form-foot">
        {user && <Button onPress={() => onPassword(user)}>{text.openSetPassword}</Button>}
        {user && <EnableOrDisable user={user} change={(disabled) => save.mutate({ disabled })} busy={save.isPending} />}
        <Button type="submit" variant="primary" isDisabled={!ready} isPending={save.isPending}>
          {user ? text.save : text.create}
        </Button>
      </footer>
    </form>
  )
}

function Roles({ chosen, onChange }: { chosen: readonly Role[]; onChange: (roles: readonly Role[]) => void }) {
  const session = useStore(sessionStore)
  const isOwner = session.state === 'signed-in' && session.session.person.roles.includes('owner')
  return (
    <fieldset className="checkbox-group">
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
      {chosen.length === 0 && <p className="muted">{text.roleRequired}</p>}
    </fieldset>
  )
}

function EnableOrDisable({ user, change, busy }: { user: User; change: (disabled: boolean) => void; busy: boolean }) {
  const [isConfirming, setConfirming] = useState(false)
  if (user.disabled)
    return (
      <Button isPending={busy} onPress={() => change(false)}>
        {text.enable}
      </Button>
    )
  return (
    <>
      <Button variant="danger" onPress={() => setConfirming(true)}>
        {text.disable}…
      </Button>
      <ConfirmDialog
        title={text.disableTitle(user.username)}
        isOpen={isConfirming}
        onClose={() => setConfirming(false)}
        action={text.disable}
        danger
        onConfirm={() => {
          setConfirming(false)
          change(true)
        }}
      >
        <p>{text.disableText}</p>
      </ConfirmDialog>
    </>
  )
}

function useSave(user: User | undefined, onSaved: () => void) {
  return useMutation({
    mutationFn: (body: Record<string, unknown>) =>
      user
        ? request(User, apiPaths.user(user.id), { method: 'PATCH', body, ifMatch: user.revision })
        : request(User, apiPaths.users, { method: 'POST', body }),
    onSuccess: (saved) => {
      toast({ kind: 'done', message: user ? text.saved(saved.username) : text.created(saved.username) })
      onSaved()
    },
    // The body may contain a password, so it must not stay in the cache.
    gcTime: 0,
  })
}
