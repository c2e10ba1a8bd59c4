import type { Finding } from '../../../contract/policies.ts'
import type { Reader } from '../../storage/open.ts'
import { getEntry } from '../catalogue/catalogue.service.ts'
import { viewPerson } from '../roles/principal.view.ts'
import { findPrincipal, nameOf } from '../roles/principals.service.ts'
import type { PolicyFinding } from './check.service.ts'
import type { Condition } from './expression.ts'

const properties: Readonly<Record<string, string>> = {
  roles: 'role',
  authzRoles: 'right',
  applications: 'account in',
  entitlements: 'entitlement',
  manager: 'manager',
}

/** What a condition asks for, as a person reads it. */
export function findingSentence(db: Reader, { test, target, value }: Condition): string {
  const property = properties[target] ?? target
  if (test === 'EXISTS') return `any ${property}`
  const name = nameOfValue(db, target, value)
  if (test === 'EQUALS') {
    if (target === 'entitlements') return name
    return target in properties ? `${property} ${name}` : `${property} “${name}”`
  }
  const how = { CONTAINS: 'containing', STARTS_WITH: 'beginning with', ENDS_WITH: 'ending with' }[test]
  return `${property} ${how} “${value}”`
}

/** Ids become names where they are known. */
function nameOfValue(db: Reader, target: string, value: string): string {
  if (target === 'entitlements' && !value.includes('/')) {
    try {
      return getEntry(db, value).displayName
    } catch {
      return value
    }
  }
  const principal = /^(managed|internal)\//.test(value) ? findPrincipal(db, value) : undefined
  return principal ? nameOf(db, principal) : value
}

const having = (db: Reader, condition: Condition) => ({
  target: condition.target,
  value: condition.value,
  words: findingSentence(db, condition),
})

/** What somebody violates or would, as `/v1` tells it. */
export const viewFinding = (db: Reader, finding: PolicyFinding): Finding => ({
  person: viewPerson(db, finding.identity),
  ...viewNamelessFinding(db, finding),
})

/** The same where it is known who it is, or nobody is yet. */
export const viewNamelessFinding = (
  db: Reader,
  { policy, because, remedy, existing }: PolicyFinding,
): Omit<Finding, 'person'> => ({
  policy: { id: policy.key, name: policy.name, description: policy.description, riskLevel: policy.riskLevel },
  because: because.map((condition) => having(db, condition)),
  remedy: remedy.map((condition) => having(db, condition)),
  existing,
})
