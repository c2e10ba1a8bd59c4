import { createStore } from 'zustand/vanilla'
import { type FileGroup, NewApplication } from '../../../../contract/applications.ts'
import type { FindingRule } from '../../../../contract/file-findings.ts'
import type { FileInspection } from '../../../../contract/files.ts'
import { columnsOf, type ColumnMapping, mappingOf } from '../../../shared/rule-editor/column-mapping.ts'

/** Import rules being written for an unrecognised file. */
export interface Draft {
  /** The application of the file; '' for a new one. */
  readonly owner: string
  /** Kind of the new application: accounts with access, or people. */
  readonly kind: NewApplication['kind']
  /** Row layout of an application file. */
  readonly profile: Exclude<FileGroup['profile'], 'hr-roster'>
  /** How the file is read, with the findings that were accepted. */
  readonly format: FileGroup['format']
  readonly extractDate: FileGroup['extractDate']
  readonly name: string
  readonly pattern: string
  readonly meanings: ColumnMapping
  /** Access values that grant nothing. */
  readonly refusals: readonly string[]
  /** Set if the application was created but the assignment failed. */
  readonly madeId?: string
}

/** Content of the file: grants by row, a Standardized Permissions File, or people. */
export type Layout = 'grants' | 'standardized' | 'roster'

export function layoutOf({ kind, profile }: Pick<Draft, 'kind' | 'profile'>): Layout {
  if (kind === 'roster') return 'roster'
  return profile === 'standardized-permissions' ? 'standardized' : 'grants'
}

export const fromLayout = (layout: Layout): Pick<Draft, 'kind' | 'profile'> => ({
  kind: layout === 'roster' ? 'roster' : 'application',
  profile: layout === 'standardized' ? 'standardized-permissions' : 'one-row-per-grant',
})

/** Drafts outlive the screen, so that users can look something up elsewhere. */
export const draftStore = createStore<{ readonly of: Readonly<Record<string, Draft>> }>(() => ({ of: {} }))

export function setDraft(fileId: string, draft: Draft) {
  draftStore.setState(({ of }) => ({ of: { ...of, [fileId]: draft } }))
}

export function forgetDraft(fileId: string) {
  draftStore.setState(({ of: { [fileId]: _, ...rest } }) => ({ of: rest }))
}

/** The suggested rules. */
export function firstDraft({ file, dialect, suggestion }: FileInspection): Draft {
  return {
    owner: '',
    kind: suggestion.profile === 'hr-roster' ? 'roster' : 'application',
    profile: suggestion.profile === 'standardized-permissions' ? suggestion.profile : 'one-row-per-grant',
    format: suggestion.format,
    extractDate: suggestion.extractDate,
    name: nameFrom(file.name),
    pattern: suggestion.pattern,
    meanings: mappingOf(suggestion, dialect.header),
    refusals: suggestion.refusals,
  }
}

/** Whether the draft holds what a finding proposes, as it was proposed or as a person changed it. */
export function isAccepted({ format, extractDate }: Draft, rule: FindingRule): boolean {
  const { skipLines, controlTotals = [], columns, comment, sheet } = rule
  const has = (list: readonly string[], wanted: readonly string[]): boolean => wanted.every((one) => list.includes(one))
  const starts = (totals: readonly { readonly startingWith: string }[]) => totals.map((total) => total.startingWith)
  return (
    (rule.headerRow === undefined || rule.headerRow === format.headerRow) &&
    (columns === undefined || format.columns.length > 0) &&
    (comment === undefined || comment === format.comment) &&
    (sheet === undefined || sheet === format.sheet) &&
    (rule.extractDate === undefined || extractDate !== null) &&
    has(format.skipLines.startingWith, skipLines?.startingWith ?? []) &&
    (skipLines?.repeatedHeader !== true || format.skipLines.repeatedHeader) &&
    has(starts(format.controlTotals), starts(controlTotals))
  )
}

/** "core_banking-20260630.csv" → "Core banking" */
export function nameFrom(fileName: string): string {
  const nameParts = fileName
    .replace(/\.[^.]*$/, '')
    .replace(/\d+/g, ' ')
    .replace(/[^\p{L}]+/gu, ' ')
    .trim()
  return nameParts.charAt(0).toUpperCase() + nameParts.slice(1)
}

/** The request body for a new application. @param id id of its file group */
export function newApplication(draft: Draft, id: string): NewApplication {
  const roster = draft.kind === 'roster'
  const group = {
    id,
    name: roster ? 'Roster' : 'Extract',
    pattern: draft.pattern.trim(),
    format: draft.format,
    extractDate: draft.extractDate,
    profile: roster ? 'hr-roster' : draft.profile,
    refusals: [...draft.refusals],
    // In this layout, columns are recognised by name in each file.
    ...(!roster && draft.profile === 'standardized-permissions' ? {} : columnsOf(draft.meanings)),
  }
  return NewApplication.parse({ kind: draft.kind, name: draft.name.trim(), rules: { fileGroups: [group] } })
}
