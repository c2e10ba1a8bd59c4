import type { LineCounts } from '../../../../contract/line-counts.ts'
import { number } from '../../../ui/format.ts'

const names: readonly (readonly [keyof LineCounts, string])[] = [
  ['title', 'above the header'],
  ['header', 'header'],
  ['repeatedHeaders', 'repeated headers'],
  ['rulers', 'rulers'],
  ['totals', 'totals'],
  ['skipped', 'skipped'],
  ['comments', 'comments'],
  ['blank', 'blank'],
  ['continued', 'further lines of rows'],
  ['rows', 'rows'],
]

/** "14 lines = 2 above the header + 1 header + 11 rows": where every line of the file went. */
export function lineWords(counts: LineCounts): string {
  const parts = names.filter(([name]) => counts[name] > 0).map(([name, words]) => `${number(counts[name])} ${words}`)
  return `${number(counts.lines)} lines = ${parts.join(' + ')}`
}
