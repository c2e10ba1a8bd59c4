import { useState } from 'react'
import { openWithCode } from '../api/bootstrap.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { TextField } from '../ui/text-field.tsx'
import { Mark } from './mark.tsx'
import { text } from './text.ts'
import './shell.css'

export function SignedOut({ why }: { why: string | undefined }) {
  const [code, setCode] = useState('')
  const [busy, setBusy] = useState(false)
  const open = async () => {
    setBusy(true)
    await openWithCode(code)
    setBusy(false)
  }
  return (
    <main className="signed-out">
      <form
        className="signed-out-card"
        onSubmit={(event) => {
          event.preventDefault()
          if (code.trim() !== '') void open()
        }}
      >
        <Mark />
        <h1>{text.signedOut.title}</h1>
        {why && <Banner kind="info" title={why} />}
        <TextField
          label={text.signedOut.link}
          note={text.signedOut.note}
          value={code}
          onChange={setCode}
          autoComplete="off"
          mono
        />
        <Button type="submit" variant="primary" wide isPending={busy} isDisabled={code.trim() === ''}>
          {text.signedOut.open}
        </Button>
      </form>
    </main>
  )
}
