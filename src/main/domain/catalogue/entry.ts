import type { FieldError } from '../shared/errors.ts'
import { fieldSegment } from '../shared/field-path.ts'
import { parseObjectId } from '../shared/object-ids.ts'
import type { Json } from '../shared/canonical-json.ts'

/** The classes of the glossary, as the identity-governance contract has them (B.2). */
export const entryClasses = [
  'identity',
  'identity-value',
  'object',
  'system',
  'system-attribute',
  'system-value',
  'requestable-item-bundle',
] as const
export type EntryClass = (typeof entryClasses)[number]

/** What a client wrote: reserved keys that the rules read, and any further ones. */
export type EntryBody = { readonly [key: string]: Json }

type KeyType = 'id' | 'string' | 'integer' | 'boolean' | 'array' | 'object' | 'managed object id' | 'date'

const requiredKeys: Readonly<Record<EntryClass, Readonly<Record<string, KeyType | 'anything'>>>> = {
  identity: { attributeName: 'string' },
  'identity-value': { attributeName: 'string', attributeValue: 'anything' },
  object: { objectId: 'managed object id', displayName: 'string', order: 'array' },
  system: { name: 'string' },
  'system-attribute': { system: 'string', objectType: 'string', attributeName: 'string', order: 'integer' },
  'system-value': { system: 'string', objectType: 'string', attributeName: 'string', attributeValue: 'anything' },
  'requestable-item-bundle': { name: 'string', itemIds: 'array' },
}

/** Keys with a fixed meaning for access requests. */
const reservedKeys: Readonly<Record<string, KeyType>> = {
  requestable: 'boolean',
  displayName: 'string',
  description: 'string',
  riskLevel: 'integer',
  approvers: 'array',
  removalApprovers: 'array',
  parallelApproval: 'boolean',
  userProvisionProperty: 'string',
  requestFields: 'array',
  preRequestScript: 'string',
  provisionScript: 'string',
  provisioner: 'managed object id',
  requestWorkflow: 'string',
  requestWorkflowType: 'string',
}

/** Lists of names, and how many a request can bear: each level is a task, each content of a bundle an item. */
const longestLists = { approvers: 20, removalApprovers: 20, requestFields: 100, itemIds: 200 } as const

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const managedObjectId = /^(managed|internal)\/[^/]+\/[^/]+$/

const fits: Readonly<Record<KeyType, (value: Json) => boolean>> = {
  id: (value) => typeof value === 'string',
  string: (value) => typeof value === 'string',
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  array: (value) => Array.isArray(value),
  object: isObject,
  'managed object id': (value) => typeof value === 'string' && managedObjectId.test(value),
  date: (value) => typeof value === 'string' && !Number.isNaN(Date.parse(value)),
}

const isKeyType = (type: Json | undefined): type is KeyType => typeof type === 'string' && Object.hasOwn(fits, type)

/** Everything that is wrong with an entry, at once: missing keys, reserved keys and constraints that are not met. */
export function validateEntry(entryClass: EntryClass, body: EntryBody): readonly FieldError[] {
  const errors: FieldError[] = []
  const expect = (field: string, type: KeyType) => {
    const value = body[field]
    if (value !== undefined && value !== null && !fits[type](value))
      errors.push({
        field: fieldSegment(field),
        message: `must be ${type === 'integer' || type === 'array' || type === 'object' ? 'an' : 'a'} ${type}`,
      })
  }
  for (const [field, type] of Object.entries(requiredKeys[entryClass])) {
    if (body[field] === undefined || body[field] === null || body[field] === '')
      errors.push({ field, message: 'is required' })
    else if (type !== 'anything') expect(field, type)
  }
  for (const [field, type] of Object.entries(reservedKeys))
    if (!Object.hasOwn(requiredKeys[entryClass], field)) expect(field, type)
  const { constraints } = body
  if (constraints !== undefined && !isObject(constraints))
    errors.push({ field: 'constraints', message: 'must be an object' })
  const isOurs = (field: string) => Object.hasOwn(reservedKeys, field) || Object.hasOwn(requiredKeys[entryClass], field)
  for (const [field, constraint] of Object.entries(isObject(constraints) ? constraints : {})) {
    if (!isObject(constraint))
      errors.push({ field: `constraints.${fieldSegment(field)}`, message: 'must be an object' })
    else if (constraint['type'] !== undefined && !isKeyType(constraint['type']))
      errors.push({
        field: `constraints.${fieldSegment(field)}`,
        message: `knows no type ${JSON.stringify(constraint['type'])}`,
      })
    else if (isKeyType(constraint['type']) && !isOurs(field)) expect(field, constraint['type'])
  }
  for (const [field, most] of Object.entries(longestLists)) {
    const names = body[field]
    if (!Array.isArray(names)) continue
    if (!names.every((element) => typeof element === 'string' && element !== ''))
      errors.push({ field, message: 'must be an array of names' })
    if (names.length > most) errors.push({ field, message: `must have at most ${most} names` })
  }
  return errors
}

const naturalKeys: Readonly<Record<EntryClass, readonly string[]>> = {
  identity: ['attributeName'],
  'identity-value': ['attributeName', 'attributeValue'],
  object: ['objectId'],
  system: ['name'],
  'system-attribute': ['system', 'objectType', 'attributeName'],
  'system-value': ['system', 'objectType', 'attributeName', 'attributeValue'],
  'requestable-item-bundle': ['name'],
}

/** What must be unique among the entries of a class. */
export const naturalKeyOf = (entryClass: EntryClass, body: EntryBody): string =>
  JSON.stringify(naturalKeys[entryClass].map((key) => body[key] ?? null))

/** What somebody gets who asks for an entry: for as long as it is the same, approvals of it are. */
export const meaningOf = (entryClass: EntryClass, body: EntryBody): string =>
  entryClass === 'object'
    ? JSON.stringify([naturalKeyOf(entryClass, body), rulesOf(body).userProvisionProperty])
    : naturalKeyOf(entryClass, body)

/** The internal role that an entry gives, which is a right in this program; null for any other access. */
export function rightGivenBy(entryClass: EntryClass, body: EntryBody): string | null {
  const object = parseObjectId(text(body['objectId']))
  return entryClass === 'object' && object.kind === 'role' && object.roleKind === 'internal' ? object.id : null
}

/** What the reserved keys say, with the contract's defaults. */
export interface EntryRules {
  readonly displayName: string
  readonly description: string
  readonly requestable: boolean
  readonly riskLevel: number | null
  /** Null: the setting for default approvers decides. An empty list means that nobody need decide. */
  readonly approvers: readonly string[] | null
  readonly removalApprovers: readonly string[] | null
  readonly parallel: boolean
  readonly userProvisionProperty: string
  readonly requestFields: readonly string[]
  readonly provisioner: string | null
  readonly provisionScript: string | null
  readonly requestWorkflow: string | null
}

const text = (value: Json | undefined): string => (typeof value === 'string' ? value : '')
/** A key that holds text; empty when it holds none. */
export const textIn = (body: EntryBody, key: string): string => text(body[key])
const textOrNull = (value: Json | undefined): string | null => text(value) || null
const list = (value: Json | undefined): readonly string[] | null =>
  Array.isArray(value) ? value.filter((element): element is string => typeof element === 'string') : null

export const rulesOf = (body: EntryBody): EntryRules => ({
  displayName: text(body['displayName']),
  description: text(body['description']),
  requestable: body['requestable'] === true,
  riskLevel: typeof body['riskLevel'] === 'number' ? body['riskLevel'] : null,
  approvers: list(body['approvers']),
  removalApprovers: list(body['removalApprovers']),
  parallel: body['parallelApproval'] === true,
  userProvisionProperty: text(body['userProvisionProperty']) || 'roles',
  requestFields: list(body['requestFields']) ?? [],
  provisioner: textOrNull(body['provisioner']),
  provisionScript: textOrNull(body['provisionScript']),
  requestWorkflow: textOrNull(body['requestWorkflow']),
})

/** Keys that name a principal without making it a decider. */
const notDeciding = new Set(['objectId'])

/**
 * Who decides on requests for an entry: its chains, and everybody whom a key of it names, since any chain may refer to such
 * a key. Two entries with the same text have the same deciders.
 */
export function decidersIn(body: EntryBody): string {
  const { approvers, removalApprovers, provisionScript, requestWorkflow } = rulesOf(body)
  const named = Object.entries(body)
    .filter(([key, value]) => !notDeciding.has(key) && typeof value === 'string' && managedObjectId.test(value))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
  return JSON.stringify([approvers, removalApprovers, provisionScript, requestWorkflow, named])
}

/** What the rule for requestable entries asks of the world around them. */
export interface EntryContext {
  readonly roleExists: (longId: string) => boolean
  readonly canHoldRole: (property: string) => boolean
  readonly isUserProperty: (name: string) => boolean
}

/** Why an entry can't be requested, in words; null when it can (B.2). */
export function whyNotRequestable(entryClass: EntryClass, body: EntryBody, context: EntryContext): string | null {
  const rules = rulesOf(body)
  if (!rules.requestable) return 'It is not marked as requestable.'
  if (rules.displayName === '') return 'It has no display name.'
  switch (entryClass) {
    case 'object':
      if (!context.roleExists(text(body['objectId']))) return `There is no role ${text(body['objectId'])}.`
      return context.canHoldRole(rules.userProvisionProperty)
        ? null
        : `People have no property ${rules.userProvisionProperty} that holds roles.`
    case 'identity-value':
      return context.isUserProperty(text(body['attributeName']))
        ? null
        : `People have no property ${text(body['attributeName'])}.`
    case 'system-value':
      return rules.provisioner !== null || rules.provisionScript !== null ? null : 'It names no provisioner.'
    default:
      return 'Entries of this class are never requested.'
  }
}
