import type { z } from 'zod'
import type { MomentQuery } from '../../../contract/identities.ts'
import { type Moment, now } from '../../domain/identities/entitlements.service.ts'
import { DomainError } from '../../domain/shared/errors.ts'

/** A moment that a caller names; a date means the end of that day here. In milliseconds. */
export function readMoment(text: string): number {
  const [year = 0, month = 1, day = 1] = /^\d{4}-\d{2}-\d{2}$/.test(text) ? text.split('-').map(Number) : []
  return year === 0 ? Date.parse(text) : new Date(year, month - 1, day + 1).getTime() - 1
}

/** @throws DomainError `invalid` when both are given */
export function momentOf({ knownOn, trueOn }: z.infer<typeof MomentQuery>): Moment {
  if (knownOn !== undefined && trueOn !== undefined) {
    throw new DomainError('invalid', 'Ask what was known or what was true, not both.', [
      { field: 'trueOn', message: 'excludes knownOn' },
    ])
  }
  if (knownOn !== undefined) return { kind: 'known', at: readMoment(knownOn) }
  return trueOn === undefined ? now : { kind: 'true', at: readMoment(trueOn) }
}

/** A moment in the words of an exhibit. */
export const asOfWords = (moment: Moment): string =>
  moment.kind === 'now' ? 'now' : `${moment.kind} on ${new Date(moment.at).toISOString()}`
