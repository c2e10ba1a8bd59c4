import { foldCase } from '../../shared/fold.ts'

/** The attributes of people that a condition may look at. */
export const conditionAttributes = ['department', 'title', 'division', 'company', 'office', 'type'] as const
export type ConditionAttribute = (typeof conditionAttributes)[number]

/** One of the values is the person's, whatever their case. */
export interface ModelCondition {
  readonly attribute: ConditionAttribute
  readonly values: readonly string[]
}

/** The ideal access of a kind of job. */
export interface AccessModel {
  readonly id: number
  readonly guid: string
  readonly name: string
  readonly description: string
  readonly owner: number | null
  readonly isEnabled: boolean
  /** Whether people who meet the conditions are enrolled by themselves, or somebody chooses it for them. */
  readonly enrolment: 'automatic' | 'optional'
  readonly conditions: readonly ModelCondition[]
  readonly updatedAt: number
  readonly revision: number
}

export interface IdealAccess {
  readonly entitlement: number
  readonly application: number
  readonly access: string
}

export type PersonAttributes = Readonly<Record<ConditionAttribute, string>>

/** Whether a person meets all conditions of a model. A model without a condition is nobody's by itself. */
export const meetsConditions = ({ conditions }: Pick<AccessModel, 'conditions'>, person: PersonAttributes): boolean =>
  conditions.length > 0 &&
  conditions.every(({ attribute, values }) => {
    const value = foldCase(person[attribute].trim())
    return values.some((wanted) => foldCase(wanted.trim()) === value)
  })
