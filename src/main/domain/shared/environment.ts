import type { HostEvent } from '../../../contract/events.ts'
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
  /** Tells whoever listens, after the change is committed. Absent where nobody can. */
  readonly announce?: (event: HostEvent) => void
}
