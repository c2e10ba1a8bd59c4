import type { FileGroup } from '../../../contract/applications.ts'
import { fold } from './fold.ts'
import { fitsProfile } from './profiles.ts'

/** A file group of an application that could take a file. */
export interface Candidate {
  readonly sourceId: number
  readonly applicationGuid: string
  readonly applicationName: string
  readonly group: FileGroup
}

export type Recognition =
  | { readonly kind: 'one'; readonly candidate: Candidate; readonly by: 'name' | 'header' }
  | { readonly kind: 'none' }
  | { readonly kind: 'several'; readonly candidates: readonly Candidate[]; readonly by: 'name' | 'header' }

/**
 * Whose file this is: by its name, else by its header, else nobody's; a person then says. Never guessed: when two fit,
 * both are named.
 * @param headerFor the file's header as the rules of a group read it: in its row, its sheet, its encoding
 */
export function recognise(
  fileName: string,
  headerFor: (group: FileGroup) => readonly string[],
  candidates: readonly Candidate[],
): Recognition {
  const byName = candidates.filter(({ group }) => matchesPattern(group.pattern, fileName))
  if (byName.length > 0) return decide(byName, 'name')
  const byHeader = candidates.filter(({ group }) => headerFits(group, headerFor(group)))
  return byHeader.length > 0 ? decide(byHeader, 'header') : { kind: 'none' }
}

function decide(fitting: readonly Candidate[], by: 'name' | 'header'): Recognition {
  const [first, second] = fitting
  return first && !second ? { kind: 'one', candidate: first, by } : { kind: 'several', candidates: fitting, by }
}

/** The header holds exactly the columns that the group's rules know; a profile that knows its columns by name says so. */
function headerFits(group: FileGroup, header: readonly string[]): boolean {
  if (group.profile === 'standardized-permissions') return fitsProfile(group, header)
  const names = new Set(header.filter((name) => name !== '').map(fold))
  const marked = Array.isArray(group.unpivot?.columns) ? group.unpivot.columns : []
  const expected = new Set([...Object.values(group.columns), ...group.ignoredColumns, ...marked].map(fold))
  return expected.size > 0 && expected.size === names.size && [...expected].every((name) => names.has(name))
}

/** `*` stands for any characters, `?` for one; case is ignored. */
export function matchesPattern(pattern: string, fileName: string): boolean {
  return matchFrom(pattern.toLowerCase(), fileName.toLowerCase())
}

/** The classic two-pointer match: linear but for one fallback, so no pattern can make it explode. */
function matchFrom(pattern: string, name: string): boolean {
  let p = 0
  let n = 0
  let star = -1
  let resume = 0
  while (n < name.length) {
    if (p < pattern.length && (pattern[p] === '?' || (pattern[p] === name[n] && pattern[p] !== '*'))) {
      p++
      n++
    } else if (pattern[p] === '*') {
      star = p++
      resume = n
    } else if (star !== -1) {
      p = star + 1
      n = ++resume
    } else return false
  }
  while (pattern[p] === '*') p++
  return p === pattern.length
}
