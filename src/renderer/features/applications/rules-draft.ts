import type { Application, FileGroup, Rules } from '../../../contract/applications.ts'

/** The edited state of an application and the revision that the edit started from. */
export interface RulesDraft {
  readonly revision: number
  readonly priority: Application['priority']
  readonly owners: Application['owners']
  readonly rules: Rules
}

export const draftOf = ({ revision, priority, owners, rules }: Application): RulesDraft => ({
  revision,
  priority,
  owners,
  rules,
})

const ids = (owners: Application['owners']): string =>
  owners
    .map(({ id }) => id)
    .sort()
    .join()

/** The changed members; only these are sent. */
export function changesIn(draft: RulesDraft, application: Application) {
  return {
    ...(JSON.stringify(draft.rules) === JSON.stringify(application.rules) ? {} : { rules: draft.rules }),
    ...(draft.priority === application.priority ? {} : { priority: draft.priority }),
    ...(ids(draft.owners) === ids(application.owners) ? {} : { owners: draft.owners.map(({ id }) => id) }),
  }
}

export const isChanged = (draft: RulesDraft, application: Application): boolean =>
  Object.keys(changesIn(draft, application)).length > 0

/** Returns the rules with one file group changed. */
export function withGroup(rules: Rules, id: string, change: Partial<FileGroup>): Rules {
  return { ...rules, fileGroups: rules.fileGroups.map((group) => (group.id === id ? { ...group, ...change } : group)) }
}

/** Converts a share to percent: 0.05 is 5. */
export const toPercent = (share: number): number => Math.round(share * 1000) / 10
export const fromPercent = (percent: number): number => Math.min(1, Math.max(0, percent / 100))
