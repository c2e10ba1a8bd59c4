import { Rules } from '../../../contract/applications.ts'

/** Values as programs before schema 15 wrote them. Stored rules are never edited: the audit log commits to their bytes. */
const written: Readonly<Record<string, string>> = {
  'one row per grant': 'one-row-per-grant',
  'standardized permissions': 'standardized-permissions',
  'HR roster': 'hr-roster',
  'equal to': 'equal-to',
  'starting with': 'starting-with',
  'by a person': 'by-person',
  'when the guard is quiet': 'when-guard-quiet',
}
const enumerated = new Set(['profile', 'is', 'apply'])

/** Stored rules are parsed again, so that defaults of newer fields are there. */
export const rulesOf = (row: { readonly rules: string }): Rules =>
  Rules.parse(
    JSON.parse(row.rules, (key, value: unknown) =>
      enumerated.has(key) && typeof value === 'string' ? (written[value] ?? value) : value,
    ),
  )
