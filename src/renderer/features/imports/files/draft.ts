import { createStore } from 'zustand/vanilla'
import { type FileGroup, NewApplication } from '../../../../contract/applications.ts'
import type { FileInspection } from '../../../../contract/files.ts'
import { columnsOf, type ColumnMapping, mappingOf } from '../../../shared/rule-editor/column-mapping.ts'

/** Rules in the making, for a file that nobody knows yet. */
export interface Draft {
  /** The application that takes the file; '' for a new one. */
  readonly owner: string
  /** What a new one is: accounts with their access, or the people of a roster. */
  readonly kind: NewApplication['kind']
  /** How the rows of an application's file are laid out. */
  readonly profile: Exclude<FileGroup['profile'], 'hr-roster'>
  /** The sheet of a workbook that is read; null for the first. */
  readonly sheet: string | null
  readonly name: string
  readonly pattern: string
  readonly meanings: ColumnMapping
  /** Made already, when only the rest failed. */
  readonly madeId?: string
}

/** What a new application's file lists: access by rows, access in the vendor's layout, or people. */
export type Layout = 'grants' | 'standardized' | 'roster'

export function layoutOf({ kind, profile }: Pick<Draft, 'kind' | 'profile'>): Layout {
  if (kind === 'roster') return 'roster'
  return profile === 'standardized-permissions' ? 'standardized' : 'grants'
}

export const fromLayout = (layout: Layout): Pick<Draft, 'kind' | 'profile'> => ({
  kind: layout === 'roster' ? 'roster' : 'application',
  profile: layout === 'standardized' ? 'standardized-permissions' : 'one-row-per-grant',
})

/** Drafts outlive the screen: whoever looks something up elsewhere finds them as they were. */
export const draftStore = createStore<{ readonly of: Readonly<Record<string, Draft>> }>(() => ({ of: {} }))

export function setDraft(fileId: string, draft: Draft) {
  draftStore.setState(({ of }) => ({ of: { ...of, [fileId]: draft } }))
}

export function forgetDraft(fileId: string) {
  draftStore.setState(({ of: { [fileId]: _, ...rest } }) => ({ of: rest }))
}

/** What Castellan would make of the file by itself. */
export function firstDraft({ file, dialect, suggestion }: FileInspection): Draft {
  return {
    owner: '',
    kind: suggestion.profile === 'hr-roster' ? 'roster' : 'application',
    profile: suggestion.profile === 'standardized-permissions' ? suggestion.profile : 'one-row-per-grant',
    sheet: null,
    name: nameFrom(file.name),
    pattern: suggestion.pattern,
    meanings: mappingOf(suggestion, dialect.header),
  }
}

/** "core_banking-20260630.csv" → "Core banking" */
export function nameFrom(fileName: string): string {
  const words = fileName
    .replace(/\.[^.]*$/, '')
    .replace(/\d+/g, ' ')
    .replace(/[^\p{L}]+/gu, ' ')
    .trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The application that a draft asks for. @param id of its one file group */
export function newApplication(draft: Draft, id: string): NewApplication {
  const roster = draft.kind === 'roster'
  const group = {
    id,
    name: roster ? 'Roster' : 'Extract',
    pattern: draft.pattern.trim(),
    format: { sheet: draft.sheet },
    profile: roster ? 'hr-roster' : draft.profile,
    // That layout knows its columns by their names, in this file and in the next.
    ...(!roster && draft.profile === 'standardized-permissions' ? {} : columnsOf(draft.meanings)),
  }
  return NewApplication.parse({ kind: draft.kind, name: draft.name.trim(), rules: { fileGroups: [group] } })
}
