import type { Writer } from '../../storage/open.ts'
import { peopleNow } from './people-now.store.ts'

/** Brings one person's row in the list of people up to date; a row that says the same is not written. */
export const refreshPersonNow = (tx: Writer, identity: number, at: number): number =>
  peopleNow.refresh(tx, identity, identity + 1, at)

/** The person changed, even if the list shows the same: clients that saw the earlier revision must read again. */
export const touchPersonNow = (tx: Writer, identity: number, at: number): void => {
  peopleNow.touch(tx, identity, at)
}
