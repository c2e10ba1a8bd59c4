import type { Home } from '../../../contract/home.ts'
import { commitScoped, type CommitScopedCache } from '../../storage/commit-scoped-cache.ts'
import type { Reader } from '../../storage/open.ts'
import { instant } from '../shared/instant.ts'
import { type AccountNumbers, homeNumbers } from './home.store.ts'

type Numbers = NonNullable<Home['accounts']>
/** Does work for each element, and lets others be answered in between. */
export type InSlices = <E, R>(elements: readonly E[], work: (element: E) => R) => Promise<R[]>

const day = 86_400_000
const dormantDays = 90
/** Accounts that are counted at once: a few milliseconds. */
const span = 500

const counting = new WeakMap<Reader, CommitScopedCache<{ numbers?: Promise<Numbers> }>>()

/**
 * How many accounts there are, and how many of them ask for attention. All of them are read, so it is done in slices, and
 * remembered until anything is committed.
 * @param now in milliseconds
 */
export function accountNumbers(db: Reader, now: number, inSlices: InSlices): Promise<Numbers> {
  let cache = counting.get(db)
  if (!cache) counting.set(db, (cache = commitScoped(db, () => ({}))))
  const before = instant(now - dormantDays * day).slice(0, 10)
  const held = cache.ask(before)
  if (held === undefined) throw new Error('there is always something held')
  held.numbers ??= count(db, before, inSlices).catch((error: unknown) => {
    delete held.numbers
    throw error
  })
  return held.numbers
}

async function count(db: Reader, before: string, inSlices: InSlices): Promise<Numbers> {
  const spans = Math.ceil((homeNumbers.highestAccount(db) + 1) / span)
  const froms = Array.from({ length: spans }, (_, i) => i * span)
  const parts = await inSlices(froms, (from) => homeNumbers.accounts(db, { from, to: from + span, before }))
  const sum = (name: keyof AccountNumbers) => parts.reduce((total, part) => total + part[name], 0)
  return {
    all: sum('all'),
    unassigned: sum('unassigned'),
    dormant: sum('dormant'),
    lastSignInUnknown: sum('lastSignInUnknown'),
    privilegedGrants: homeNumbers.privilegedGrants(db),
  }
}
