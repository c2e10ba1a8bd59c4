import { z } from 'zod'
import { Guid, Instant } from './common.ts'
import { Role } from './user-roles.ts'
import { Scope } from './scopes.ts'

export const Username = z.string().trim().min(1).max(100)
/** A password as it is given, whatever its quality: judged only when it is set. */
export const GivenPassword = z.string().min(1).max(1024)

/**
 * How a session begins: with a one-time code, with user and password, with a kept sign-in of this machine, or, through
 * the window and only while there is no owner, with nothing.
 */
export const OpenSession = z.union([
  z.strictObject({ code: z.string().min(1).max(200) }),
  z.strictObject({ username: Username, password: GivenPassword }),
  z.strictObject({}),
])
export type OpenSession = z.infer<typeof OpenSession>

export const Session = z.object({
  /** `setup`: nobody has been made owner yet. `locked`: give the password again (step-up) to go on. */
  state: z.enum(['setup', 'open', 'locked']),
  person: z.object({ username: z.string(), roles: z.array(Role) }),
  /** The user who is signed in, as If-Match names them to change the password; null in the first run. */
  user: z.object({ id: Guid, revision: z.number().int() }).nullable(),
  scopes: z.array(Scope),
  /** When the session ends, whatever happens. */
  expiresAt: Instant,
  /** It locks when nothing is asked for this long. */
  idleLockSeconds: z.number().int(),
  /** Until when no password is asked again for what needs step-up; null when it is asked now. */
  steppedUpUntil: Instant.nullable(),
})
export type Session = z.infer<typeof Session>

/** What this machine keeps in its key store to stay signed in; each use gives the next one. */
export const KeptSignIn = z.object({ code: z.string(), expiresAt: Instant })
export type KeptSignIn = z.infer<typeof KeptSignIn>

/** The token is shown once, to whoever opened the session. `kept` replaces the kept sign-in that was used. */
export const OpenedSession = Session.extend({ token: z.string(), kept: KeptSignIn.optional() })
export type OpenedSession = z.infer<typeof OpenedSession>

export const StepUp = z.strictObject({ password: GivenPassword })

/** Opens the first run in a browser, once, within ten minutes. */
export const FirstRunCode = z.object({ code: z.string() })
