import type { ChangeKind, MatchKind } from '../../../../contract/imports.ts'
import { accountAttributes, attributeNames, entitlementAttributes } from '../../identities/access-facts.ts'

/** What a sentence is about, in names that a person knows. */
interface SentenceInput {
  readonly kind: ChangeKind
  readonly who: string
  readonly what: string
  readonly application: string
  readonly before: Readonly<Record<string, string>> | null
  readonly after: Readonly<Record<string, string>> | null
}

/** One change as a sentence: "Ana Silva gains Wire Approval in Core Banking". */
export function sentence({ kind, who, what, application, before, after }: SentenceInput): string {
  switch (kind) {
    case 'joins':
      return `${who} joins ${application}`
    case 'leaves':
      return `${who} leaves ${application}`
    case 'changes':
      return `${who} in ${application}: ${differences(accountAttributes, before, after)}`
    case 'gains':
      return `${who} gains ${what} in ${application}${accessOf(after)}`
    case 'loses':
      return `${who} loses ${what} in ${application}`
    case 'adjusts':
      return `${who}: ${what} in ${application} changes from ${shown(before?.['access'])} to ${shown(after?.['access'])}`
    case 'appears':
      return `${what} appears in ${application}`
    case 'disappears':
      return `${what} disappears from ${application}`
    case 'redescribes':
      return `${what} in ${application}: ${differences(entitlementAttributes, before, after)}`
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
  const what = `${account} in ${application}`
  switch (kind) {
    case 'matches':
      return `${after} gets the account ${what}: ${by}`
    case 'rematches':
      return `${before}'s account ${what} passes to ${after}: ${by}`
    case 'orphaned':
      return before === ''
        ? `The new account ${what} matches nobody`
        : `${before}'s account ${what} is nobody's any more`
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
