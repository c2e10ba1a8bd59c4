import type { HostEvent } from '../../../contract/events.ts'
import type { OutsideAccess } from './outside-access.ts'
import type { Store } from '../../storage/store.ts'

/** What the domain can't know by itself, handed in by the composition root: so tests fix the clock and the ids. */
export interface Environment {
  readonly store: Store
  /** UTC milliseconds. */
  readonly clock: () => number
  /** A new random GUID. */
  readonly newId: () => string
  /** That many bytes which nobody can guess. */
  readonly randomBytes: (count: number) => Buffer
  /** Whether it may reach beyond its data directory. */
  readonly outside: OutsideAccess
  /** Sends an event to the clients of the wire, after the change is committed. Absent where there are none. */
  readonly announce?: (event: HostEvent) => void
  /** What commits bring about inside this process; the host sets them once everything is there. Absent in tools. */
  readonly effects?: CommitEffects
}

/** Called after a commit, by what `onCommit` registered. None of them throws. */
export interface CommitEffects {
  /** Rules, schedule or owners of an application changed. */
  applicationChanged(applicationId: string): void
  /** Somebody said whose account it is. */
  accountMatched(): void
  /** A value of a person changed by which accounts are matched. */
  personChanged(): void
  /** Something happened to a request; messages may wait in the outbox. */
  requestsChanged(): void
}
