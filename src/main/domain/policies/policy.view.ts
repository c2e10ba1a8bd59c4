import type { Policy as PolicyWire } from '../../../contract/policies.ts'
import type { Reader } from '../../storage/open.ts'
import { viewPrincipal } from '../roles/principal.view.ts'
import { type Expression, writeExpression } from './expression.ts'
import { findingSentence } from './finding.view.ts'
import { instant } from '../shared/instant.ts'
import { countAccountViolations } from './account-violations.service.ts'
import type { Policy } from './policies.service.ts'
import { type Standing, standings } from './scans/scan-runs.service.ts'
import { countViolators } from './violations.service.ts'

/** What an expression asks, as a sentence without its beginning. */
export function sentenceOf(db: Reader, expression: Expression): string {
  switch (expression.kind) {
    case 'condition':
      return findingSentence(db, expression)
    case 'everybody':
      return 'anything at all'
    case 'and':
    case 'or':
      return expression.of
        .map((operand) => nested(db, operand))
        .join(expression.kind === 'and' ? ' together with ' : ' or ')
    case 'none':
      return `none of ${expression.of.map((operand) => nested(db, operand)).join(', ')}`
  }
}

const nested = (db: Reader, expression: Expression): string =>
  expression.kind === 'condition' || expression.kind === 'everybody'
    ? sentenceOf(db, expression)
    : `(${sentenceOf(db, expression)})`

/** @param standingOf how much is known of its violations; one for a whole list */
export const viewPolicy = (db: Reader, policy: Policy, standingOf = standings(db)): PolicyWire => ({
  id: policy.key,
  name: policy.name,
  description: policy.description,
  expression: writeExpression(policy.expression) as PolicyWire['expression'],
  sentence: `Nobody may have ${sentenceOf(db, policy.expression)}.`,
  riskLevel: policy.riskLevel,
  owner: policy.owner === null ? null : viewPrincipal(db, policy.owner),
  active: policy.active,
  violations: countViolators(db, policy.id),
  accountsWithoutOwner: countAccountViolations(db, policy.id),
  ...viewStanding(standingOf(policy)),
  revision: policy.revision,
})

const viewStanding = (standing: Standing): Pick<PolicyWire, 'standing' | 'scannedAt'> => ({
  standing: standing.kind,
  scannedAt: standing.kind === 'not-scanned' ? null : instant(standing.at),
})
