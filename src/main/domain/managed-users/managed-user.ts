import { fieldSegment } from '../shared/field-path.ts'
import { personObjectId, roleObjectId } from '../shared/object-ids.ts'
import type { Json } from '../shared/canonical-json.ts'
import type { FieldError } from '../shared/errors.ts'
import type { MembershipProperty } from '../authorization/internal-roles.ts'
import type { PersonText } from '../identities/merged-attributes.ts'
import { columnOf, isStandardProperty, reservedProperties } from './properties.ts'

/** What a script says of a person, by its parts. */
export interface ManagedUserInput {
  readonly userName: string
  /** Texts of the list of people, by column. */
  readonly columns: ReadonlyMap<PersonText | 'status', string>
  /** Anything else, kept as it came. */
  readonly own: ReadonlyMap<string, Json>
  readonly password: string | null
  /** A long id; null says that there is none. Undefined says nothing. */
  readonly manager: string | null | undefined
  /** Long ids of roles; undefined says nothing of them. */
  readonly roles: Readonly<Record<MembershipProperty, readonly string[] | undefined>>
}

/** A relationship is written as `{_ref}` or as the long id itself. */
function refOf(value: Json | undefined): string | null | undefined {
  if (value === undefined) return undefined
  if (value === null || value === '') return null
  if (typeof value === 'string') return value
  const ref = typeof value === 'object' && !Array.isArray(value) ? (value as Record<string, Json>)['_ref'] : undefined
  return typeof ref === 'string' ? ref : undefined
}

type Properties = { readonly [name: string]: Json }
type Complain = (field: string, message: string) => void

const longest = 4000

/** Properties with a meaning of their own, besides the standard ones. */
const knownProperties: readonly string[] = ['password', 'manager', 'reports', 'roles', 'authzRoles', 'displayName']

/** Everything else that a script says, kept as it came. */
function ownProperties(properties: Properties, wrong: Complain): ReadonlyMap<string, Json> {
  const own = new Map<string, Json>()
  for (const [name, value] of Object.entries(properties)) {
    if (isStandardProperty(name) || name.startsWith('_') || knownProperties.includes(name)) continue
    if (!/^[A-Za-z][\w-]{0,99}$/.test(name) || reservedProperties.includes(name))
      wrong(name, 'is not a valid name for a property')
    else if (value !== null) own.set(name, value)
  }
  return own
}

/** Reads the properties of a managed user, and collects everything that is wrong with them. */
export function readManagedUser(properties: Properties): {
  readonly input: ManagedUserInput
  readonly errors: readonly FieldError[]
} {
  const errors: FieldError[] = []
  const columns = new Map<PersonText | 'status', string>()
  // Only the first problem of each property: the later ones follow from it.
  const wrong: Complain = (field, message) => {
    const path = fieldSegment(field)
    if (!errors.some((error) => error.field === path)) errors.push({ field: path, message })
  }
  const textOf = (name: string): string => {
    const value = properties[name]
    if (value === undefined || value === null) return ''
    if (typeof value === 'string' && value.length <= longest) return value
    wrong(name, 'must be text')
    return ''
  }
  const rolesIn = (name: MembershipProperty) => {
    const value = properties[name]
    if (value === undefined) return undefined
    const ids = Array.isArray(value) ? value.map(refOf) : [undefined]
    if (ids.every((id): id is string => typeof id === 'string')) return ids
    wrong(name, `must be an array of relationships, as {"_ref": "${roleObjectId('managed', '1')}"}`)
    return undefined
  }
  const userName = textOf('userName').trim()
  if (userName === '') wrong('userName', 'is required')
  for (const [name, column] of Object.entries(columnOf)) {
    const text = textOf(name)
    if (name !== 'accountStatus') columns.set(column, text)
    else if (text === '' || text === 'active') columns.set('status', 'Active')
    else if (text === 'inactive') columns.set('status', 'Disabled')
    else wrong(name, 'must be active or inactive')
  }
  columns.set('full_name', [columns.get('first_name'), columns.get('last_name')].filter(Boolean).join(' ') || userName)
  const manager = refOf(properties['manager'])
  if (properties['manager'] !== undefined && manager === undefined)
    wrong('manager', `must be a relationship, as {"_ref": "${personObjectId('1')}"}`)
  const password = properties['password']
  if (password !== undefined && password !== null && typeof password !== 'string') wrong('password', 'must be text')
  return {
    errors,
    input: {
      userName,
      columns,
      own: ownProperties(properties, wrong),
      password: typeof password === 'string' ? password : null,
      manager,
      roles: { roles: rolesIn('roles'), authzRoles: rolesIn('authzRoles') },
    },
  }
}
