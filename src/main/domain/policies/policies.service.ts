import type { Reader, Writer } from '../../storage/open.ts'
import { recordAudit } from '../audit/audit.service.ts'
import { differences } from '../audit/differences.ts'
import type { Json } from '../shared/canonical-json.ts'
import type { Environment } from '../shared/environment.ts'
import { type FieldError, notFound, DomainError } from '../shared/errors.ts'
import { shortPolicyId } from '../shared/object-ids.ts'
import { requireRight, type Participant } from '../sign-in/participant.ts'
import { fromColumns, type Principal, toColumns } from '../roles/principal.ts'
import { type Expression, readExpression } from './expression.ts'
import { policies, type PolicyColumns, type StoredPolicy } from './policies.store.ts'
import { violations } from './violations.store.ts'
import { expectRevision } from '../shared/expect-revision.ts'

/** A rule about access: who meets its expression violates it. */
export interface Policy {
  readonly id: number
  readonly key: string
  readonly name: string
  readonly description: string
  /** As the wire writes it. */
  readonly written: Json
  readonly expression: Expression
  /** 1 to 10. */
  readonly riskLevel: number
  readonly owner: Principal | null
  readonly remediationProcess: string
  readonly active: boolean
  readonly updatedAt: number
  readonly revision: number
}

export interface PolicyInput {
  readonly name: string
  readonly description: string
  /** An object, or its text. */
  readonly expression: Json
  readonly riskLevel: number
  readonly owner: Principal | null
  readonly remediationProcess: string
  readonly active: boolean
}

const read = (row: StoredPolicy): Policy => {
  const written = JSON.parse(row.expression) as Json
  return {
    id: row.id,
    key: row.idm_id,
    name: row.name,
    description: row.description,
    written,
    expression: readExpression(written).expression,
    riskLevel: row.risk_level,
    owner: fromColumns(row.owner_identity, row.owner_role),
    remediationProcess: row.remediation_process,
    active: row.active === 1,
    updatedAt: row.updated_at,
    revision: row.revision,
  }
}

export const listPolicies = (db: Reader): Policy[] => policies.all(db).map(read)
export const activePolicies = (db: Reader): Policy[] => policies.active(db).map(read)

/** @throws DomainError `not-found` */
export const getPolicy = (db: Reader, key: string): Policy => read(getRow(db, key))

/** A policy by its short or long id. */
export function findPolicy(db: Reader, key: string): Policy | undefined {
  const row = byKey(db, key)
  return row && read(row)
}

/** A policy by its row, removed or not: violations name it for good. */
export function policyOf(db: Reader, id: number): Policy {
  const row = policies.get(db, id)
  if (!row) throw new Error(`no policy ${id}`)
  return read(row)
}

/** @throws DomainError `forbidden`, `invalid` with everything that is wrong, `conflict` when the name is taken */
export function createPolicy(env: Environment, participant: Participant, input: PolicyInput): Policy {
  requireRight(participant, 'policies:manage')
  return env.store.transact((tx) => {
    const columns = validated(tx, input, null)
    const guid = env.newId()
    const at = env.clock()
    policies.insert(tx, { guid, idmId: guid, at, columns })
    auditPolicy(tx, at, participant, { what: 'created', id: guid, name: input.name })
    return getPolicy(tx, guid)
  })
}

/** @throws DomainError `forbidden`, `not-found`, `stale`, `invalid`, `conflict` */
export function updatePolicy(
  env: Environment,
  participant: Participant,
  { key, revision, input }: { readonly key: string; readonly revision: number | null; readonly input: PolicyInput },
): Policy {
  requireRight(participant, 'policies:manage')
  return env.store.transact((tx) => {
    const row = getRow(tx, key)
    expectRevision(row.revision, revision)
    const at = env.clock()
    policies.update(tx, row.id, at, validated(tx, input, row.id))
    const changed = differences(asWritten(row), asWritten(getRow(tx, key)))
    auditPolicy(tx, at, participant, { what: 'changed', id: row.idm_id, name: input.name, details: { changed } })
    return getPolicy(tx, key)
  })
}

/**
 * Removes a policy. Its violations stay on record; those that were open end with it, since no scan will ever look
 * at them again.
 * @throws DomainError `forbidden`, `not-found`, `stale`
 */
export function removePolicy(
  env: Environment,
  participant: Participant,
  key: string,
  revision: number | null = null,
): Policy {
  requireRight(participant, 'policies:manage')
  return env.store.transact((tx) => {
    const row = getRow(tx, key)
    expectRevision(row.revision, revision)
    const at = env.clock()
    policies.remove(tx, row.id, at)
    const comment = 'The policy was taken out of use.'
    const ended = violations.cancelOpen(tx, { policy: row.id, at, by: participant.actor.name, comment })
    auditPolicy(tx, at, participant, {
      what: 'removed',
      id: row.idm_id,
      name: row.name,
      details: { violationsEnded: ended },
    })
    return read(row)
  })
}

function validated(db: Reader, input: PolicyInput, self: number | null): PolicyColumns {
  const errors: FieldError[] = []
  if (input.name.trim() === '') errors.push({ field: 'name', message: 'is required' })
  if (!Number.isInteger(input.riskLevel) || input.riskLevel < 1 || input.riskLevel > 10)
    errors.push({ field: 'riskLevel', message: 'must be a whole number from 1 to 10' })
  errors.push(...readExpression(input.expression).errors)
  if (errors.length > 0) throw new DomainError('invalid', 'This policy is not valid.', errors)
  const twin = policies.byName(db, input.name)
  if (twin && twin.id !== self) throw new DomainError('conflict', `There is a policy ${input.name} already.`)
  const { identity, role } = toColumns(input.owner)
  const written = typeof input.expression === 'string' ? input.expression : JSON.stringify(input.expression)
  return {
    name: input.name,
    description: input.description,
    expression: written,
    riskLevel: input.riskLevel,
    ownerIdentity: identity,
    ownerRole: role,
    remediationProcess: input.remediationProcess,
    active: input.active ? 1 : 0,
  }
}

/** What an officer writes of a policy. */
const asWritten = ({
  name,
  description,
  expression,
  risk_level,
  active,
  remediation_process,
  ...row
}: StoredPolicy) => ({
  name,
  description,
  expression,
  riskLevel: risk_level,
  active: active === 1,
  remediationProcess: remediation_process,
  ownerIdentity: row.owner_identity,
  ownerRole: row.owner_role,
})

const byKey = (db: Reader, key: string): StoredPolicy | undefined => policies.byKey(db, shortPolicyId(key))

function getRow(db: Reader, key: string): StoredPolicy {
  const row = byKey(db, key)
  if (!row) throw notFound('policy')
  return row
}

const auditPolicy = (
  tx: Writer,
  at: number,
  { actor }: Participant,
  {
    what,
    id,
    name,
    details = {},
  }: {
    readonly what: string
    readonly id: string
    readonly name: string
    readonly details?: { readonly [name: string]: Json }
  },
) => recordAudit(tx, at, actor, { action: `policy.${what}`, object: { type: 'policy', id, name }, details })
