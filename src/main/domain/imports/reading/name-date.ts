import type { FileGroup } from '../../../../contract/applications.ts'
import type { FileProblem } from '../../../../contract/extract-files.ts'
import { type DatePattern, datePatterns } from '../../../../contract/file-layout.ts'

const day = 24 * 60 * 60 * 1000
const shapes: Readonly<Record<DatePattern, RegExp>> = {
  yyyyMMdd: /(?<!\d)(?<year>\d{4})(?<month>\d{2})(?<day>\d{2})(?!\d)/g,
  'yyyy-MM-dd': /(?<!\d)(?<year>\d{4})[-_.](?<month>\d{2})[-_.](?<day>\d{2})(?!\d)/g,
  ddMMyyyy: /(?<!\d)(?<day>\d{2})[-_.]?(?<month>\d{2})[-_.]?(?<year>\d{4})(?!\d)/g,
  MMddyyyy: /(?<!\d)(?<month>\d{2})[-_.]?(?<day>\d{2})[-_.]?(?<year>\d{4})(?!\d)/g,
}

/** The day in a file's name, as its first moment in UTC; undefined where there is none, or more than one. */
export function dateInName(name: string, pattern: DatePattern): number | undefined {
  const days = new Set<number>()
  for (const { groups } of name.matchAll(shapes[pattern])) {
    const at = dayOf(Number(groups?.year), Number(groups?.month), Number(groups?.day))
    if (at !== undefined) days.add(at)
  }
  const [only, another] = days
  return another === undefined ? only : undefined
}

function dayOf(year: number, month: number, date: number): number | undefined {
  const at = Date.UTC(year, month - 1, date)
  const shown = new Date(at)
  const isReal = shown.getUTCMonth() === month - 1 && shown.getUTCDate() === date
  return isReal && year >= 1990 && year < 2100 ? at : undefined
}

/**
 * When an extract was true. The day in its name is over at midnight, but a file says nothing about what came after it was
 * written. Without a day that can be read the time of writing stands in; such a file is refused when it is read.
 */
export function extractTime(
  { name, modifiedAt }: { readonly name: string; readonly modifiedAt: number },
  group: Pick<FileGroup, 'extractDate'> | undefined,
): number {
  const begins = group?.extractDate ? dateInName(name, group.extractDate.pattern) : undefined
  return begins === undefined ? modifiedAt : Math.min(begins + day - 1, modifiedAt)
}

/** The rules expect a day in the name of a file, and it has none, or several. */
export function nameDateProblem(
  { extractDate }: Pick<FileGroup, 'extractDate'>,
  name: string,
): FileProblem | undefined {
  if (extractDate === null || dateInName(name, extractDate.pattern) !== undefined) return undefined
  return {
    file: name,
    line: null,
    column: null,
    message: `Its name holds no day, or more than one, that reads as ${extractDate.pattern}, but the rules take the date of the extract from it.`,
    remedy: 'Name the file with its day, or correct the date of the extract in the rules.',
  }
}

/** The one way in which a name can be read as a day that has begun; undefined where there are several ways, or none. */
export function onlyDatePattern(name: string, now: number): { pattern: DatePattern; at: number } | undefined {
  const found = datePatterns.flatMap((pattern) => {
    const at = dateInName(name, pattern)
    return at === undefined || at > now ? [] : [{ pattern, at }]
  })
  const [first] = found
  return first && found.every(({ at }) => at === first.at) ? first : undefined
}
