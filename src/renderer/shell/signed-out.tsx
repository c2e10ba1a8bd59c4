import { useState } from 'react'
import { openWithCode } from '../api/bootstrap.ts'
import { staySignedIn } from '../api/saved-sign-in.ts'
import { asProblem } from '../api/problem.ts'
import { signInWithPassword } from '../api/sign-in.ts'
import { bridge } from '../api/bridge.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { TextField } from '../ui/text-field.tsx'
import { toast } from '../ui/toast.ts'
import { Logo } from './logo.tsx'
import { passwordError } from './password-error.ts'
import { text } from './text.ts'
import './sign-in.css'

/** Sign-in by user name and password, or by one-time link. */
export function SignedOut({ why }: { why: string | undefined }) {
  return (
    <main className="signed-out">
      <div className="signed-out-card">
        <Logo />
        <h1>{text.signedOut.title}</h1>
        {why && <Banner kind="info" title={why} />}
        <ByPassword />
        <p className="signed-out-divider">{text.signedOut.or}</p>
        <ByLink />
      </div>
    </main>
  )
}

function ByPassword() {
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [refused, setRefused] = useState<string>()
  const [busy, setBusy] = useState(false)
  const [keep, setKeep] = useState(false)
  const ready = username.trim() !== '' && password !== ''
  const open = async () => {
    setBusy(true)
    setRefused(undefined)
    try {
      await signInWithPassword(username.trim(), password)
      if (keep && !(await staySignedIn())) toast({ kind: 'info', message: text.noKeyStore })
    } catch (thrown) {
      setRefused(passwordError(asProblem(thrown)))
      setPassword('')
      setBusy(false)
    }
  }
  return (
    <form
      aria-label={text.signedOut.byPassword}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready && !busy) void open()
      }}
    >
      <TextField
        label={text.signedOut.user}
        value={username}
        onChange={setUsername}
        autoComplete="username"
        autoFocus
      />
      <TextField
        label={text.signedOut.password}
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
      />
      {bridge() && (
        <Checkbox isSelected={keep} onChange={setKeep}>
          {text.staySignedIn}
        </Checkbox>
      )}
      {refused && <Banner kind="error" title={refused} />}
      <Button type="submit" variant="primary" wide isPending={busy} isDisabled={!ready}>
        {text.signedOut.signIn}
      </Button>
    </form>
  )
}

function ByLink() {
  const [code, setCode] = useState('')
  const [busy, setBusy] = useState(false)
  const open = async () => {
    setBusy(true)
    await openWithCode(code)
    setBusy(false)
  }
  return (
    <form
      aria-label={text.signedOut.byLink}
      onSubmit={(event) => {
        event.preventDefault()
        if (code.trim() !== '') void open()
      }}
    >
      <TextField
        label={text.signedOut.link}
        note={text.signedOut.note}
        value={code}
        onChange={setCode}
        autoComplete="off"
        mono
      />
      <Button type="submit" wide isPending={busy} isDisabled={code.trim() === ''}>
        {text.signedOut.open}
      </Button>
    </form>
  )
}
