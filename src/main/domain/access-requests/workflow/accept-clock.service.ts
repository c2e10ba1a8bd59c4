import { highestTime, resetHighestTime } from '../../../storage/highest-time.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import type { Authorship } from '../../authorization/caller.ts'
import { requireStepUp } from '../../authorization/step-up.ts'
import type { Environment } from '../../shared/environment.ts'
import { DomainError } from '../../shared/errors.ts'
import { instant } from '../../shared/instant.ts'
import { clockIsBehind } from '../../shared/rights-time.ts'
import { endWhatRanOut } from '../../sign-in/run-out.service.ts'
import { delegations } from './delegations.store.ts'

/**
 * Says that the clock is right and was ahead before. What had ended by the higher time stays ended, and everybody signs in
 * again: a clock gives nothing back.
 * @throws DomainError `step-up-needed`; `conflict` when the clock does not stand behind
 */
export function acceptClock(env: Environment, { caller, actor }: Authorship): void {
  requireStepUp(caller, env.clock())
  env.store.transact((tx) => {
    const at = env.clock()
    if (clockIsBehind(tx, at) === 0) throw new DomainError('conflict', 'The clock does not stand behind.')
    const before = highestTime(tx)
    const ended = { ...endWhatRanOut(tx, { before, at }), delegations: delegations.endAll(tx, before, at) }
    resetHighestTime(tx, at)
    recordAudit(tx, at, actor, {
      action: 'clock.accepted',
      object: { type: 'clock', id: 'system' },
      details: { before: instant(before), at: instant(at), ended },
    })
  })
}
