import { useEffect } from 'react'
import { useStore } from 'zustand'
import { Session } from '../../contract/session.ts'
import { request } from '../api/client.ts'
import { isLocked, isSetup, sessionStore } from '../api/session.ts'
import { lockNow } from '../api/sign-in.ts'
import { dismissToast, toast } from '../ui/toast.ts'
import { text } from './text.ts'
import { apiPaths } from '../shared/navigation/paths.ts'

const activityEvents = ['pointerdown', 'pointermove', 'keydown', 'wheel'] as const

/** Enough time to react (WCAG 2.2.1). */
const warnBefore = 60_000

/**
 * Locks after the idle time that the host sets. The host only sees calls, so activity without calls, such as reading,
 * is reported to it now and then.
 */
export function useIdleLock() {
  const seconds = useStore(sessionStore, (now) =>
    now.state === 'signed-in' && !isLocked(now) && !isSetup(now) ? now.session.idleLockSeconds : undefined,
  )
  useEffect(() => {
    if (seconds === undefined) return
    const limit = seconds * 1000
    let lastActivity = Date.now()
    let reported = lastActivity
    let warning: number | undefined
    const stop = new AbortController()
    const recordActivity = () => {
      lastActivity = Date.now()
      if (warning !== undefined) dismissToast(warning)
      warning = undefined
    }
    for (const sign of activityEvents)
      window.addEventListener(sign, recordActivity, { signal: stop.signal, passive: true, capture: true })
    const timer = setInterval(
      () => {
        const now = Date.now()
        if (now - lastActivity >= limit) return lockNow()
        if (now - lastActivity >= limit - warnBefore)
          warning ??= toast({ kind: 'info', about: 'lock', stays: true, message: text.locksSoon })
        if (lastActivity <= reported || now - reported < limit / 4) return
        reported = now
        request(Session, apiPaths.session, { signal: stop.signal }).catch(() => {
          // The session state already reflects an error answer, and the status line shows an unreachable host.
        })
      },
      Math.min(15_000, limit / 4),
    )
    return () => {
      if (warning !== undefined) dismissToast(warning)
      clearInterval(timer)
      stop.abort()
    }
  }, [seconds])
}
