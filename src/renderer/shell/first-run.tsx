import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { FolderList } from '../../contract/folder.ts'
import { shortestPassword, User } from '../../contract/users.ts'
import { request } from '../api/client.ts'
import { type ApiProblem, asProblem } from '../api/problem.ts'
import { signInWithPassword } from '../api/sign-in.ts'
import { navigate } from '../shared/navigation/router.ts'
import { TrySample } from '../shared/try-sample.tsx'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { CopyField } from '../ui/copy-field.tsx'
import { TextField } from '../ui/text-field.tsx'
import { skipFirstRun } from './first-run-store.ts'
import { Logo } from './logo.tsx'
import { text } from './text.ts'
import { apiPaths, pages } from '../shared/navigation/paths.ts'
import './sign-in.css'

/** The first screen of a new workspace: introduction, owner and watched folders. */
export function FirstRun() {
  return (
    <main className="signed-out">
      <div className="first-run-card">
        <section className="first-run-about">
          <Logo />
          <h1>{text.setup.title}</h1>
          <p className="first-run-lead">{text.setup.lead}</p>
          <ol>
            {text.setup.steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          <Folders />
          <TrySample />
        </section>
        <Owner />
      </div>
    </main>
  )
}

function Folders() {
  const folders = useQuery({
    queryKey: ['folders'],
    queryFn: ({ signal }) => request(FolderList, apiPaths.folders, { signal }),
  })
  return folders.data?.items.map((folder) => (
    <section key={folder.path} className="stack-tight first-run-folder">
      <h2>{text.setup.folder}</h2>
      <CopyField label={text.setup.folder} value={folder.path} />
      <p className="muted">{folder.state === 'offline' ? text.setup.folderOffline : text.setup.folderNote}</p>
    </section>
  ))
}

const fieldError = (problem: ApiProblem | undefined, field: string) =>
  problem?.errors.find((error) => error.pointer.endsWith(`/${field}`))?.message

function Owner() {
  const [username, setUsername] = useState('')
  const [name, setName] = useState('')
  const [password, setPassword] = useState('')
  const [shown, setShown] = useState(false)
  const create = useMutation({
    mutationFn: async () => {
      const body = { username: username.trim(), name: name.trim(), password, roles: ['owner'] }
      await request(User, apiPaths.users, { method: 'POST', body })
      // Creating the owner ends the first run, so the page continues as that person.
      await signInWithPassword(username.trim(), password)
      navigate(pages.imports, { replace: true })
    },
  })
  const problem = create.isError ? asProblem(create.error) : undefined
  const hasFieldError = ['username', 'name', 'password'].some((field) => fieldError(problem, field))
  return (
    <form
      className="first-run-owner"
      aria-label={text.setup.owner}
      onSubmit={(event) => {
        event.preventDefault()
        if (!create.isPending) create.mutate()
      }}
    >
      <div>
        <h2>{text.setup.owner}</h2>
        <p className="muted">{text.setup.ownerNote}</p>
      </div>
      <TextField
        label={text.signedOut.user}
        value={username}
        onChange={setUsername}
        autoComplete="username"
        error={fieldError(problem, 'username')}
        autoFocus
      />
      <TextField
        label={text.setup.name}
        value={name}
        onChange={setName}
        autoComplete="name"
        error={fieldError(problem, 'name')}
      />
      <TextField
        label={text.setup.password}
        note={text.setup.passwordNote(shortestPassword)}
        type={shown ? 'text' : 'password'}
        value={password}
        onChange={setPassword}
        autoComplete="new-password"
        error={fieldError(problem, 'password')}
      />
      <Checkbox isSelected={shown} onChange={setShown}>
        {text.setup.show}
      </Checkbox>
      {problem && !hasFieldError && (
        <Banner kind="error" title={text.setup.refused}>
          {problem.detail}
        </Banner>
      )}
      <Button
        type="submit"
        variant="primary"
        wide
        isPending={create.isPending}
        isDisabled={username.trim() === '' || password === ''}
      >
        {text.setup.create}
      </Button>
      <div>
        <Button variant="quiet" wide onPress={() => skipFirstRun(true)}>
          {text.setup.skip}
        </Button>
        <p className="muted first-run-note">{text.setup.skipNote}</p>
      </div>
    </form>
  )
}
