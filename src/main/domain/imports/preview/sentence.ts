import type { ChangeKind, MatchKind } from '../../../../contract/imports.ts'
import { accountAttributes, attributeNames, entitlementAttributes } from '../../identities/access-facts.ts'

/** What a sentence is about, in names that a person knows. */
interface SentenceInput {
  readonly kind: ChangeKind
  readonly account: string
  readonly entitlement: string
  readonly application: string
  readonly before: Readonly<Record<string, string>> | null
  readonly after: Readonly<Record<string, string>> | null
}

/** One change as a sentence: "Ana Silva gains Wire Approval in Core Banking". */
export function sentence({ kind, account, entitlement, application, before, after }: SentenceInput): string {
  switch (kind) {
    case 'joins':
      return `${account} joins ${application}`
    case 'leaves':
      return `${account} leaves ${application}`
    case 'changes':
      return `${account} in ${application}: ${differences(accountAttributes, before, after)}`
    case 'gains':
      return `${account} gains ${entitlement} in ${application}${accessOf(after)}`
    case 'loses':
      return `${account} loses ${entitlement} in ${application}`
    case 'adjusts':
      return `${account}: ${entitlement} in ${application} changes from ${shown(before?.['access'])} to ${shown(after?.['access'])}`
    case 'appears':
      return `${entitlement} appears in ${application}`
    case 'disappears':
      return `${entitlement} disappears from ${application}`
    case 'redescribes':
      return `${entitlement} in ${application}: ${differences(entitlementAttributes, before, after)}`
  }
}

/** Who an account would belong to, before and after; `isNew` when the account itself is. */
interface MatchSentenceInput {
  readonly kind: MatchKind
  /** "asilva", and "A. Silva" when it says another name. */
  readonly account: string
  readonly application: string
  readonly before: string
  readonly after: string
  readonly by: string
}

/** A match as a sentence: "Ana Silva's account asilva in Core Banking passes to Berta Boss: same e-mail address". */
export function matchSentence({ kind, account, application, before, after, by }: MatchSentenceInput): string {
  const where = `${account} in ${application}`
  switch (kind) {
    case 'matches':
      return `${after} gets the account ${where}: ${by}`
    case 'rematches':
      return `${before}'s account ${where} passes to ${after}: ${by}`
    case 'orphaned':
      return before === ''
        ? `The new account ${where} matches nobody`
        : `${before}'s account ${where} is nobody's any more`
  }
}

const accessOf = (after: SentenceInput['after']) => (after?.['access'] ? ` with access ${after['access']}` : '')
const shown = (value: string | undefined) => (value ? `"${value}"` : 'blank')

function differences(
  attributes: readonly (keyof typeof attributeNames)[],
  before: SentenceInput['before'],
  after: SentenceInput['after'],
): string {
  return attributes
    .filter((attribute) => before?.[attribute] !== after?.[attribute])
    .map(
      (attribute) =>
        `${attributeNames[attribute]} changes from ${shown(before?.[attribute])} to ${shown(after?.[attribute])}`,
    )
    .join(', ')
}
