import type { Imports } from '../domain/imports/imports.service.ts'
import type { Intake } from '../domain/imports/intake.service.ts'
import type { Environment } from '../domain/environment.ts'
import type { Access } from '../domain/users/access.service.ts'
import type { EventStream } from './native/event-stream.ts'

/** What the doors may call: the composition root makes it, handlers are given it. */
export interface Services {
  readonly env: Environment
  readonly access: Access
  readonly imports: Imports
  readonly intake: Intake
  readonly events: EventStream
  /** Streams bytes into the private intake folder, hashing them on the way. @throws Refusal when there are too many */
  readonly keepPrivately: (bytes: ReadableStream<Uint8Array>) => Promise<{ size: number; sha256: string }>
  readonly folders: () => { path: string; state: 'watching' | 'offline'; detail: string }[]
}
