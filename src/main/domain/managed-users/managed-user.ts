import type { Json } from '../shared/canonical-json.ts'
import type { FieldError } from '../shared/errors.ts'
import { fieldSegment } from '../shared/field-path.ts'
import { personObjectId, roleObjectId } from '../shared/object-ids.ts'
import type { MembershipProperty } from '../authorization/internal-roles.ts'
import type { PersonText } from '../identities/merged.ts'
import { columnOf, isStandardProperty, reservedProperties } from './properties.ts'

/** What a script says of a person, taken apart. */
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

const longest = 4000

/** Reads the properties of a managed user. Everything that is wrong is told at once. */
export function readManagedUser(properties: { readonly [name: string]: Json }): {
  readonly wish: ManagedUserInput
  readonly errors: readonly FieldError[]
} {
  const errors: FieldError[] = []
  const columns = new Map<PersonText | 'status', string>()
  const own = new Map<string, Json>()
  // Of each property the first thing that is wrong: what follows from it says nothing new.
  const wrong = (field: string, message: string): void => {
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
  for (const [name, value] of Object.entries(properties)) {
    const known =
      isStandardProperty(name) ||
      name.startsWith('_') ||
      ['password', 'manager', 'reports', 'roles', 'authzRoles', 'displayName'].includes(name)
    if (known) continue
    if (!/^[A-Za-z][\w-]{0,99}$/.test(name) || reservedProperties.includes(name))
      wrong(name, 'is no name for a property')
    else if (value !== null) own.set(name, value)
  }
  const password = properties['password']
  if (password !== undefined && password !== null && typeof password !== 'string') wrong('password', 'must be text')
  return {
    errors,
    wish: {
      userName,
      columns,
      own,
      password: typeof password === 'string' ? password : null,
      manager,
      roles: { roles: rolesIn('roles'), authzRoles: rolesIn('authzRoles') },
    },
  }
}
