import { z } from 'zod'
import {
  type ChangePersonnelEventSettings,
  PersonnelEventSettings,
} from '../../../contract/personnel-event-settings.ts'
import type { Reader } from '../../storage/open.ts'
import { recordAudit } from '../audit/audit.service.ts'
import { differences } from '../audit/differences.ts'
import { type Giver, requireMayGive } from '../authorization/giving.ts'
import { requireStepUp } from '../authorization/step-up.ts'
import { findPrincipal } from '../roles/principals.service.ts'
import type { Environment } from '../shared/environment.ts'
import { everybody } from '../authorization/internal-roles.ts'
import { DomainError } from '../shared/errors.ts'
import { roleObjectId } from '../shared/object-ids.ts'
import { expectRevision } from '../shared/expect-revision.ts'
import { settings } from './settings.store.ts'

const key = 'personnel-events'
const stored = z.object({ revision: z.number().int(), values: PersonnelEventSettings })
const defaults = PersonnelEventSettings.parse({})

type InForce = PersonnelEventSettings & { readonly revision: number }

/** The settings in force, and the revision at which they are. */
export function personnelEventSettings(db: Reader): InForce {
  const text = settings.get(db, key)
  if (text === undefined) return { ...defaults, revision: 0 }
  const { revision, values } = stored.parse(JSON.parse(text))
  return { ...values, revision }
}

/**
 * Changes some settings. They say who decides.
 * @throws DomainError `stale`, `forbidden`, `step-up-needed`; `invalid` for a group that there is not
 */
export function changePersonnelEventSettings(
  env: Environment,
  author: Giver,
  revision: number,
  change: ChangePersonnelEventSettings,
): InForce {
  return env.store.transact((tx) => {
    const { revision: standing, ...before } = personnelEventSettings(tx)
    expectRevision(standing, revision)
    requireStepUp(author.caller, env.clock())
    requireMayGive(author, { kind: 'decider' }, env.clock())
    const given = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))
    const values = PersonnelEventSettings.parse({ ...before, ...given })
    for (const field of ['securityOfficers', 'personnel'] as const) {
      if (values[field] === roleObjectId('internal', everybody))
        throw new DomainError('invalid', 'Everybody can’t be the approver: then anybody could approve.', [
          { field, message: 'is everybody who signs in' },
        ])
      if (values[field] !== '' && !findPrincipal(tx, values[field]))
        throw new DomainError('invalid', `There is no person or role ${values[field]}.`, [
          { field, message: 'names no person or role' },
        ])
    }
    settings.set(tx, key, JSON.stringify({ revision: revision + 1, values }))
    recordAudit(tx, env.clock(), author.actor, {
      action: 'settings.changed',
      object: { type: 'setting', id: key },
      details: { changed: differences(before, values) },
    })
    return personnelEventSettings(tx)
  })
}
