import { type ReactNode, useState } from 'react'
import { useStore } from 'zustand'
import { asProblem } from '../api/problem.ts'
import { sampleOf, sessionStore } from '../api/session.ts'
import { stepUp } from '../api/sign-in.ts'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/text-field.tsx'
import { passwordError } from './password-error.ts'
import { text } from './text.ts'

/** Asks for the password of the signed-in user. */
export function PasswordForm(props: { action: string; onGiven?: () => void; children?: ReactNode }) {
  // In the sample workspace only this page knows the password.
  const sample = sampleOf(useStore(sessionStore))
  const [password, setPassword] = useState(sample?.password ?? '')
  const [refused, setRefused] = useState<string>()
  const [busy, setBusy] = useState(false)
  const give = async () => {
    setBusy(true)
    setRefused(undefined)
    try {
      await stepUp(password)
      props.onGiven?.()
    } catch (thrown) {
      setRefused(passwordError(asProblem(thrown)))
      setPassword('')
      setBusy(false)
    }
  }
  return (
    <form
      className="stack-loose password-form"
      onSubmit={(event) => {
        event.preventDefault()
        event.stopPropagation()
        if (password !== '' && !busy) void give()
      }}
    >
      <TextField
        label={text.signedOut.password}
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        error={refused}
        note={sample && text.sample.password(sample.password)}
        autoFocus
      />
      <Button type="submit" variant="primary" wide isPending={busy} isDisabled={password === ''}>
        {props.action}
      </Button>
      {props.children}
    </form>
  )
}
