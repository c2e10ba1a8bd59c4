import { QueryClientProvider } from '@tanstack/react-query'
import { useState } from 'react'
import { I18nProvider, RouterProvider } from 'react-aria-components'
import { useStore } from 'zustand'
import { createQueries } from '../api/queries.ts'
import { type Session, sessionStore } from '../api/session.ts'
import { features } from './features.ts'
import { navigate } from '../shared/navigation/router.ts'
import { Shell } from '../shell/shell.tsx'
import { FirstRun } from '../shell/first-run.tsx'
import { firstRunStore } from '../shell/first-run-store.ts'
import { LockScreen } from '../shell/lock-screen.tsx'
import { SignedOut } from '../shell/signed-out.tsx'
import { StepUpDialog } from '../shell/step-up-dialog.tsx'
import { useIdleLock } from '../shell/use-idle-lock.ts'
import { LiveRegion } from '../ui/live-region.tsx'
import { ToastRegion } from '../ui/toast-region.tsx'

export function App() {
  const session = useStore(sessionStore)
  return (
    <I18nProvider locale="en-GB">
      <RouterProvider navigate={(path) => navigate(path)}>
        {session.state === 'signed-in' && <SignedIn key={session.session.token} session={session.session} />}
        {session.state === 'signed-out' && <SignedOut why={session.why} />}
        <LiveRegion />
        <ToastRegion />
      </RouterProvider>
    </I18nProvider>
  )
}

/** The query cache lives as long as the session, so that no data outlives it. */
function SignedIn({ session }: { session: Session }) {
  const [queries] = useState(createQueries)
  const skipped = useStore(firstRunStore, (state) => state.skipped)
  useIdleLock()
  return (
    <QueryClientProvider client={queries}>
      {session.state === 'setup' && !skipped ? <FirstRun /> : <Shell features={features} />}
      <StepUpDialog />
      {session.state === 'locked' && <LockScreen username={session.person.username} />}
    </QueryClientProvider>
  )
}
