import { plainText } from '../../domain/shared/plain-text.ts'
import type { Json } from '../../domain/shared/canonical-json.ts'
import { foldSearch } from '../../domain/shared/fold.ts'
import { findIdentity } from '../../domain/identities/references.service.ts'
import { checkPolicies } from '../../domain/policies/check.service.ts'
import {
  createPolicy,
  getPolicy,
  listPolicies,
  type Policy,
  type PolicyInput,
  removePolicy,
  updatePolicy,
} from '../../domain/policies/policies.service.ts'
import type { Change } from '../../domain/policies/profile.service.ts'
import { findPrincipal, longIdOf } from '../../domain/roles/principals.service.ts'
import type { Reader } from '../../storage/open.ts'
import { forEach } from './bulk.ts'
import { asObject, Fields, type JsonObject } from './crest/body.ts'
import { pageOf, type Resource } from './crest/envelope.ts'
import { CrestError } from './crest/error.ts'
import { revisionFromIfMatch } from './crest/etag.ts'
import type { Call, Operation } from './operation.ts'
import { violationView } from './wire/policy.ts'

const db = ({ services }: Call): Reader => services.env.store.reader

const policyView = (reader: Reader, policy: Policy): Resource => ({
  _id: policy.key,
  _rev: String(policy.revision),
  name: policy.name,
  description: policy.description,
  expression: JSON.stringify(policy.written),
  riskLevel: String(policy.riskLevel),
  ownerType: policy.owner?.kind === 'role' ? 'role' : 'user',
  ...(policy.owner === null ? {} : { owner: { _ref: longIdOf(reader, policy.owner) } }),
  remediationProcess: policy.remediationProcess,
  active: String(policy.active),
})

function readPolicy(call: Call): PolicyInput {
  const body = asObject(call.body)
  const fields = new Fields(body)
  const { owner, riskLevel = '1', expression = null } = body
  const ref =
    typeof owner === 'object' && owner !== null && !Array.isArray(owner) ? (owner as JsonObject)['_ref'] : owner
  const principal = typeof ref === 'string' && ref !== '' ? findPrincipal(db(call), ref) : null
  if (principal === undefined) fields.wrong('owner', `names no person or role: ${plainText(ref)}`)
  const input = {
    name: fields.text('name'),
    description: fields.textOr('description', ''),
    expression,
    riskLevel: Number(riskLevel),
    owner: principal ?? null,
    remediationProcess: fields.textOr('remediationProcess', ''),
    active: fields.flag('active', true),
  }
  fields.check()
  return input
}

function readChange(change: JsonObject, i: number, fields: Fields): Change[] {
  const { attribute, value, action = 'add' } = change
  const kind = (['add', 'remove', 'replace'] as const).find((name) => name === action)
  if (typeof attribute !== 'string' || attribute === '') fields.wrong(`attributes.${i}.attribute`, 'is required')
  if (value === undefined || value === null) fields.wrong(`attributes.${i}.value`, 'is required')
  if (!kind) fields.wrong(`attributes.${i}.action`, 'must be add, remove or replace')
  const values: readonly Json[] = Array.isArray(value) ? value : [value ?? '']
  return values.map((element) => ({ attribute: plainText(attribute), value: textOf(element), action: kind ?? 'add' }))
}

/** A relationship counts by its long id. */
function textOf(value: Json): string {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return plainText(value)
  const ref = (value as JsonObject)['_ref']
  return typeof ref === 'string' ? ref : JSON.stringify(value)
}

export const policyOperations: readonly Operation[] = [
  {
    entries: [58],
    method: 'POST',
    path: 'governance/policyScan',
    action: ['check'],
    plainAction: true,
    access: ['reviewAdmin'],
    needsBody: true,
    handle(call) {
      const fields = new Fields(asObject(call.body))
      const userId = fields.text('userId').replace(/^managed\/user\//, '')
      const changes = fields.objects('attributes').flatMap((change, i) => readChange(change, i, fields))
      fields.check()
      const identity = findIdentity(db(call), userId)
      if (!identity) throw new CrestError(404, `There is no user ${userId}.`)
      const findings = checkPolicies(db(call), identity.id, changes)
      return { body: { violations: findings.map((finding) => violationView(db(call), finding)) } }
    },
  },
  {
    entries: [],
    method: 'GET',
    path: 'governance/adminPolicy/policies',
    access: ['reviewAdmin'],
    handle(call) {
      const words = foldSearch(call.query.own('q') ?? '')
      const all = listPolicies(db(call)).filter(({ name, description }) =>
        foldSearch(`${name}\n${description}`).includes(words),
      )
      return {
        list: pageOf(
          all.map((policy) => policyView(db(call), policy)),
          call.query,
        ),
      }
    },
  },
  {
    entries: [],
    method: 'POST',
    path: 'governance/adminPolicy/policies',
    action: '*',
    access: ['reviewAdmin'],
    needsBody: true,
    handle(call) {
      requireAction(call, 'delete')
      const fields = new Fields(asObject(call.body))
      const ids = fields.texts('ids', true)
      fields.check()
      return { body: forEach(call, ids, (id) => void removePolicy(call.services.env, call.participant, id)) }
    },
  },
  {
    entries: [],
    method: 'POST',
    path: 'governance/adminPolicy',
    action: '*',
    access: ['reviewAdmin'],
    needsBody: true,
    handle(call) {
      requireAction(call, 'create')
      const policy = createPolicy(call.services.env, call.participant, readPolicy(call))
      return { status: 201, body: policyView(db(call), policy) }
    },
  },
  {
    entries: [],
    method: 'GET',
    path: 'governance/adminPolicy/:id',
    access: ['reviewAdmin'],
    handle: (call) => ({ body: policyView(db(call), getPolicy(db(call), call.params['id'] ?? '')) }),
  },
  {
    entries: [],
    method: 'POST',
    path: 'governance/adminPolicy/:id',
    action: '*',
    access: ['reviewAdmin'],
    needsBody: true,
    handle(call) {
      requireAction(call, 'update')
      const revision = revisionFromIfMatch(call.headers, asObject(call.body)['_rev'])
      const policy = updatePolicy(call.services.env, call.participant, {
        key: call.params['id'] ?? '',
        revision,
        input: readPolicy(call),
      })
      return { body: policyView(db(call), policy) }
    },
  },
]

/** These endpoints spell their action with or without an underscore. */
function requireAction(call: Call, action: string): void {
  const requestedAction = call.query.action ?? call.query.own('action')
  if (requestedAction?.toLowerCase() !== action)
    throw new CrestError(requestedAction === null ? 400 : 501, `Ask with _action=${action}.`)
}
