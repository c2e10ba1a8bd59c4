import { createStore } from 'zustand/vanilla'
import type { FileInspection } from '../../../contract/folder.ts'
import type { ExtractField, NewApplication } from '../../../contract/applications.ts'

/** What a column of the file means: a field, or nothing that is used. */
export type Meaning = ExtractField | 'ignore'

/** Rules in the making, for a file that nobody knows yet. */
export interface Draft {
  /** The application that takes the file; '' for a new one. */
  readonly owner: string
  readonly name: string
  readonly pattern: string
  /** By the name of the column. */
  readonly meanings: Readonly<Record<string, Meaning>>
  /** Made already, when only the rest failed. */
  readonly madeId?: string
}

/** Drafts outlive the screen: whoever looks something up elsewhere finds them as they were. */
export const draftStore = createStore<{ readonly of: Readonly<Record<string, Draft>> }>(() => ({ of: {} }))

export function setDraft(fileId: string, draft: Draft) {
  draftStore.setState(({ of }) => ({ of: { ...of, [fileId]: draft } }))
}

/** What Castellan would make of the file by itself. */
export function firstDraft({ file, dialect, suggestion }: FileInspection): Draft {
  const fieldOf = new Map(Object.entries(suggestion.columns).map(([field, column]) => [column, field as ExtractField]))
  const meanings = Object.fromEntries(
    dialect.header.filter((name) => name !== '').map((name) => [name, fieldOf.get(name) ?? ('ignore' as const)]),
  )
  return { owner: '', name: nameFrom(file.name), pattern: suggestion.pattern, meanings }
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

/** Gives a column its meaning. A field is said by one column only, so another that had it is no longer used. */
export function withMeaning(draft: Draft, column: string, meaning: Meaning): Draft {
  const meanings = Object.fromEntries(
    Object.entries(draft.meanings).map(([name, held]) => [
      name,
      name === column ? meaning : meaning !== 'ignore' && held === meaning ? 'ignore' : held,
    ]),
  ) as Record<string, Meaning>
  return { ...draft, meanings }
}

/** What is still missing before the draft makes sense. */
export function missingFrom({ meanings }: Draft): 'user' | 'entitlement' | undefined {
  const said = new Set<Meaning>(Object.values(meanings))
  if (!said.has('userName')) return 'user'
  const entitlement: readonly Meaning[] = ['permission', 'section', 'heading', 'group']
  return entitlement.some((field) => said.has(field)) ? undefined : 'entitlement'
}

export function rulesOf(draft: Draft, id: string): NewApplication {
  const used = Object.entries(draft.meanings).filter(([, meaning]) => meaning !== 'ignore')
  const columns = Object.fromEntries(used.map(([name, meaning]) => [meaning, name]))
  const ignoredColumns = Object.entries(draft.meanings)
    .filter(([, meaning]) => meaning === 'ignore')
    .map(([name]) => name)
  const group = { id, name: 'Extract', pattern: draft.pattern.trim(), columns, ignoredColumns }
  return { name: draft.name.trim(), rules: { fileGroups: [group] } } as unknown as NewApplication
}
