import { z } from 'zod'
import type { Reader } from '../../storage/open.ts'
import { recordAudit } from '../audit/audit.service.ts'
import { differences } from '../audit/differences.ts'
import type { Giver } from '../authorization/giving.ts'
import { requireStepUp } from '../authorization/step-up.ts'
import type { Environment } from '../shared/environment.ts'
import { DomainError } from '../shared/errors.ts'
import { expectRevision } from '../shared/expect-revision.ts'
import { whyNotNetwork } from '../shared/network-address.ts'
import { settings } from './settings.store.ts'

const key = 'webhook-networks'
const stored = z.object({ revision: z.number().int(), networks: z.array(z.string()) })
type Networks = z.infer<typeof stored>

/** Networks on this site to which webhooks may go; none at first. */
export function webhookNetworks(db: Reader): Networks {
  const text = settings.get(db, key)
  return text === undefined ? { networks: [], revision: 0 } : stored.parse(JSON.parse(text))
}

/** @throws DomainError `forbidden` in the sample workspace, `step-up-needed`, `stale`, `invalid` with everything that is wrong */
export function changeWebhookNetworks(
  env: Environment,
  author: Giver,
  revision: number,
  networks: readonly string[],
): Networks {
  env.outside.require('configure-webhooks')
  requireStepUp(author.caller, env.clock())
  const errors = networks.flatMap((network, i) => {
    const message = whyNotNetwork(network)
    return message === null ? [] : [{ field: `networks.${i}`, message }]
  })
  if (errors.length > 0) throw new DomainError('invalid', 'These are not all networks.', errors)
  return env.store.transact((tx) => {
    const before = webhookNetworks(tx)
    expectRevision(before.revision, revision)
    const after = { networks: [...new Set(networks)], revision: revision + 1 }
    settings.set(tx, key, JSON.stringify(after))
    recordAudit(tx, env.clock(), author.actor, {
      action: 'settings.changed',
      object: { type: 'setting', id: key },
      details: { changed: differences({ networks: before.networks }, { networks: after.networks }) },
    })
    return after
  })
}
