import { type FileGroup, GuardLimits, type Rules } from '../../../contract/applications.ts'
import { matchesPattern } from './recognition.ts'

/** The fields that say which account and which person a row is about. */
const keyFields = ['userName', 'employeeId', 'email'] as const

const strictest: Pick<Rules, 'apply' | 'guard' | 'fileGroups'> = {
  apply: 'by-person',
  guard: GuardLimits.parse({}),
  fileGroups: [],
}

/**
 * The changes that make new rules less strict than the old ones, worded for the log; empty if there are none. Pass null
 * for a new application: it takes no files yet, and is compared with the default limits of the guard.
 */
export function looserIn(before: Rules | null, after: Rules): readonly string[] {
  return [
    ...(after.apply === 'when-guard-quiet' && (before ?? strictest).apply === 'by-person'
      ? ['switched on applying by rule']
      : []),
    ...looserGuard((before ?? strictest).guard, after.guard),
    ...(before === null ? [] : widerGroups(before.fileGroups, after.fileGroups)),
  ]
}

/** Whether limits stop fewer imports than those that the guard has by itself. */
export const isLooserThanDefault = (limits: GuardLimits): boolean => looserGuard(strictest.guard, limits).length > 0

export const defaultLimits: GuardLimits = strictest.guard

/** A version of the rules that let more through than the one before it. */
export interface LooserVersion {
  readonly version: number
  readonly by: string
  readonly at: number
  readonly changes: readonly string[]
}

interface RuleVersion extends Omit<LooserVersion, 'changes'> {
  readonly rules: Rules
}

/**
 * The versions of an application's rules that let through what the strictest rules would not, as far as they are still in
 * force: what was loosened before everything was strict again counts no more.
 * @param versions oldest first
 */
export function looserVersions(versions: readonly RuleVersion[]): readonly LooserVersion[] {
  const lastStrict = versions.findLastIndex(
    ({ rules }) => rules.apply === 'by-person' && !isLooserThanDefault(rules.guard),
  )
  return versions.flatMap(({ rules, ...version }, at) => {
    const changes = at <= lastStrict ? [] : looserIn(versions[at - 1]?.rules ?? null, rules)
    return changes.length === 0 ? [] : [{ ...version, changes }]
  })
}

function looserGuard(before: GuardLimits, after: GuardLimits): string[] {
  const raised = (['removalsCount', 'removalsShare', 'additionsShare'] as const).filter(
    (name) => after[name] > before[name],
  )
  const names = [
    ...raised,
    ...(after.leastShareOfLastFile < before.leastShareOfLastFile ? ['leastShareOfLastFile' as const] : []),
  ]
  return names.map((name) => `loosened the guard (${limitNames[name]}: ${before[name]} to ${after[name]})`)
}

const limitNames: Readonly<Record<keyof GuardLimits, string>> = {
  removalsCount: 'removals',
  removalsShare: 'share of removals',
  additionsShare: 'share of additions',
  leastShareOfLastFile: 'least share of the last file',
}

function widerGroups(before: readonly FileGroup[], after: readonly FileGroup[]): string[] {
  return after.flatMap((group) => {
    const old = before.find(({ id }) => id === group.id)
    if (!old) return [`added the file group ${group.name}`]
    return [
      ...(isWider(old.pattern, group.pattern) ? [`widened the pattern of ${group.name} to ${group.pattern}`] : []),
      ...(keysOf(old) === keysOf(group) ? [] : [`changed the mapping of keys of ${group.name}`]),
      ...(comparesLess(old, group) ? [`stopped comparing a total of ${group.name}`] : []),
      ...(believesMore(old, group) ? [`let words that stood for nothing name somebody in ${group.name}`] : []),
    ]
  })
}

/**
 * Whether a pattern takes names that another does not. Each `*` and `?` of the new one is tried as several texts, none of
 * which the old one can name; so a wider pattern is never taken for a narrower one.
 */
const isWider = (before: string, after: string): boolean =>
  before !== after &&
  ['', '\u0001', '\u0001\u0002'].some(
    (star) => !matchesPattern(before, after.replaceAll('*', star).replaceAll('?', '\u0003')),
  )

const comparesLess = (before: FileGroup, after: FileGroup): boolean =>
  before.format.controlTotals.some(
    ({ startingWith, counts }) =>
      !after.format.controlTotals.some((total) => total.startingWith === startingWith && total.counts === counts),
  )

const believesMore = (before: FileGroup, after: FileGroup): boolean => {
  const words = new Set(after.placeholders.map((word) => word.toLowerCase()))
  return before.placeholders.some((word) => !words.has(word.toLowerCase()))
}

const keysOf = (group: FileGroup): string => {
  const { columns, constants, valueMaps, transforms, keyColumns, fillDown, format } = group
  const repeated = fillDown.filter((column) => keyFields.some((field) => columns[field] === column))
  return JSON.stringify([
    keyFields.map((field) => [columns[field], constants[field], valueMaps[field], transforms[field]]),
    keyColumns,
    repeated.toSorted(),
    format.columns,
  ])
}
