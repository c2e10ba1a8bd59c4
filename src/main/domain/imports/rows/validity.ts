import type { ExtractField, FileGroup } from '../../../../contract/applications.ts'
import type { CellReaders, Fields, Unclear } from './cells.ts'
import { dayOf } from './days.ts'

/** As `00000000`, which SAP writes where no date was entered. */
const noDate = /^[0.\-/]*$/

/**
 * Finds the rows that do not hold on the day of the extract.
 * @returns for a row: why it is ignored, what can't be read, or undefined when it holds; null where the rules know no
 * validity
 */
export function validityReader(
  cells: CellReaders,
  group: FileGroup,
  day: string,
): ((fields: Fields) => { readonly ignored: string } | Unclear | undefined) | null {
  if (!hasValidity(group)) return null
  const [from, until] = [cells.get('validFrom'), cells.get('validUntil')]
  return (fields) => {
    const [first, last] = [from(fields), until(fields)]
    const begins = noDate.test(first) ? '' : dayOf(first, group.dateOrder)
    const ends = noDate.test(last) ? '' : dayOf(last, group.dateOrder)
    if (begins === '' && !noDate.test(first)) return unclear('validFrom', first, group)
    if (ends === '' && !noDate.test(last)) return unclear('validUntil', last, group)
    if (begins !== '' && ends !== '' && begins > ends)
      return { unclear: `It is valid from ${begins} until ${ends}: the end stands before the beginning.` }
    if (ends !== '' && ends < day) return { ignored: `valid until ${ends}: no longer held on ${day}.` }
    if (begins > day) return { ignored: `valid from ${begins}: not yet held on ${day}.` }
    return undefined
  }
}

export const hasValidity = ({ columns, constants }: FileGroup): boolean =>
  (['validFrom', 'validUntil'] as const).some((field) => (columns[field] ?? constants[field]) !== undefined)

const unclear = (field: ExtractField, text: string, { dateOrder }: FileGroup): Unclear => ({
  unclear: `"${text}" in ${field} is no date${dateOrder === null ? '' : ` with the ${dateOrder === 'day-first' ? 'day' : 'month'} first`}: use 2026-06-30, or correct the order of dates in the rules.`,
})
