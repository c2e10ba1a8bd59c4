import type { Application, Rules } from '../../../contract/applications.ts'

/** Rules as they are being changed, and the revision that they were changed from. */
export interface RulesDraft {
  readonly revision: number
  readonly rules: Rules
}

export const draftOf = ({ revision, rules }: Application): RulesDraft => ({ revision, rules })

export const isChanged = (draft: RulesDraft, application: Application): boolean =>
  JSON.stringify(draft.rules) !== JSON.stringify(application.rules)

/** The rules with one file group changed. */
export function withGroup(rules: Rules, id: string, change: Partial<Rules['fileGroups'][number]>): Rules {
  return { ...rules, fileGroups: rules.fileGroups.map((group) => (group.id === id ? { ...group, ...change } : group)) }
}

/** A share as people write it: 0.05 is 5. */
export const toPercent = (share: number): number => Math.round(share * 1000) / 10
export const fromPercent = (percent: number): number => Math.min(1, Math.max(0, percent / 100))
