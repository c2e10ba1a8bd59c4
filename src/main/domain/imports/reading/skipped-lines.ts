import type { FileGroup } from '../../../../contract/applications.ts'

const space = 0x20
const tab = 0x09
const quote = 0x22

/** Why a line below the header is no row. */
export type SkipKind = 'repeated-header' | 'ruler' | 'total' | 'other'

/** What is skipped below the header, as bytes. */
export interface SkipRules {
  readonly starts: readonly { readonly bytes: Buffer; readonly kind: 'total' | 'other' }[]
  /** The header line; null where it is not expected again. */
  readonly header: Buffer | null
  /** The first bytes of all of them: most lines are judged by one byte. */
  readonly firstBytes: ReadonlySet<number>
}

/** @param header the header line of the file, without its line end */
export function skipRules(
  { skipLines, controlTotals }: Pick<FileGroup['format'], 'skipLines' | 'controlTotals'>,
  header: string,
): SkipRules | undefined {
  const starts = [
    ...controlTotals.map(({ startingWith }) => ({ bytes: startOf(startingWith), kind: 'total' as const })),
    ...skipLines.startingWith.map((text) => ({ bytes: startOf(text), kind: 'other' as const })),
  ].filter(({ bytes }) => bytes.length > 0)
  const repeated = skipLines.repeatedHeader && header.trim() !== '' ? Buffer.from(header.trim()) : null
  if (starts.length === 0 && repeated === null) return undefined
  const firstBytes = new Set([
    ...starts.map(({ bytes }) => bytes[0] as number),
    ...(repeated ? [firstByte(repeated)] : []),
  ])
  return { starts, header: repeated, firstBytes }
}

const startOf = (text: string): Buffer => Buffer.from(text.trimStart())
const firstByte = (bytes: Buffer): number =>
  bytes[0] === quote ? (bytes.find((byte) => byte !== quote) ?? quote) : (bytes[0] as number)

/** What a line is that the rules skip; undefined for a row. Blanks, quotes and delimiters before its text do not count. */
export function skipKind(
  line: { readonly buffer: Buffer; readonly start: number; readonly end: number },
  rules: SkipRules,
  delimiter: number,
): SkipKind | undefined {
  const { buffer, end } = line
  let start = line.start
  for (; start < end; start++) {
    const byte = buffer[start]
    if (byte !== space && byte !== tab && byte !== quote && byte !== delimiter) break
  }
  if (start === end || !rules.firstBytes.has(buffer[start] as number)) return undefined
  if (rules.header && buffer.toString('utf8', line.start, end).trim() === rules.header.toString())
    return 'repeated-header'
  const matching = rules.starts.find(
    ({ bytes }) => end - start >= bytes.length && bytes.compare(buffer, start, start + bytes.length) === 0,
  )
  if (!matching) return undefined
  return matching.kind === 'other' && isRuler(buffer.toString('utf8', start, end)) ? 'ruler' : matching.kind
}

/** Whether a line draws a rule and holds neither letters nor digits. */
export const isRuler = (text: string): boolean => /([-=_*~.+#])\1/.test(text) && !/[\p{L}\p{N}]/u.test(text)

/** Why a line was skipped, as the list of ignored rows says it. */
export const skipReasons: Readonly<Record<SkipKind, string>> = {
  'repeated-header': 'It is the header again.',
  ruler: 'It is a ruler.',
  total: 'It is a total; its number is compared with what was read.',
  other: 'The rules skip lines that begin like this.',
}
