import type { FileFinding } from '../../../../contract/file-findings.ts'
import { knownNames } from './header-row.ts'
import { isBlank, type RawLine, shown } from './lines.ts'

const marks = ['#', '//'] as const
const fewest = 2

/**
 * What comment lines begin with. One in front of everything and another one elsewhere say so; a header may begin with such
 * a mark as well, so a line of known names is none.
 */
export function findComment(lines: readonly RawLine[]): { mark: string; finding: FileFinding } | undefined {
  const first = lines.find((line) => !isBlank(line))
  for (const mark of marks) {
    const begun = lines.filter(({ text }) => text.startsWith(mark))
    if (!first?.text.startsWith(mark) || begun.length < fewest || begun.length * 2 > lines.length) continue
    const names = first.text.slice(mark.length).split(/[,;|\t]/)
    if (names.length > 1 && knownNames(names.map((name) => name.trim())) > 0) continue
    const finding: FileFinding = {
      what: 'comment-lines',
      value: `Lines that begin with "${mark}" are comments, also those that were rows.`,
      evidence: shown(begun),
      confidence: `Likely: the file begins with one, and ${begun.length - 1} more follow.`,
      rule: { comment: mark },
    }
    return { mark, finding }
  }
  return undefined
}
