import type { Encoding, FileGroup } from '../../../../contract/applications.ts'
import type { FileProblem } from '../../../../contract/extract-files.ts'
import { encodingNames } from '../../../../contract/encodings.ts'
import { undefinedBytes } from './code-pages.ts'
import { byteOrderMark, detectEncoding, type EncodingFound, type TextBytes } from './encoding.ts'
import { chunksOf } from './file-chunks.ts'

type Format = { readonly encoding: FileGroup['format']['encoding'] }

/** The encoding that the rules fix, or the one that the bytes show. */
export function chooseEncoding(text: TextBytes, { encoding }: Format): EncodingFound {
  const detected = detectEncoding(text)
  return text.isSheet || encoding === 'auto' || encoding === detected.encoding
    ? detected
    : { encoding, byteOrderMark: false, markBytes: 0 }
}

/** More of the sample than this share being control characters means that it is no text. */
const mostControls = 0.02

/**
 * Why a file can't be read as the text that it is taken for: where the first byte stands that does not fit. Reading on
 * would put a replacement character into somebody's name, and two people become one.
 * @param file its name, for the problem
 */
export function encodingProblem(
  text: TextBytes,
  format: Format,
  { path, name }: { readonly path: string; readonly name: string },
): FileProblem | undefined {
  if (text.isSheet) return undefined
  const { encoding, markBytes } = chooseEncoding(text, format)
  const problem = (line: number | null, message: string, remedy: string): FileProblem => ({
    file: name,
    line,
    column: null,
    message,
    remedy,
  })
  const marked = byteOrderMark(text.sample)
  if (marked && marked.encoding !== encoding)
    return problem(
      1,
      `The rules say ${encodingNames[encoding]}, but the file begins with the byte order mark of ${encodingNames[marked.encoding]}.`,
      'Set the encoding in the rules to automatic, or correct the export.',
    )
  if (!isText(text.sample, encoding))
    return problem(
      null,
      'The file is not text: it holds control characters where letters should be.',
      'Export it as CSV text or as an Excel workbook (.xlsx).',
    )
  const at = firstMisfit(text, path, { encoding, markBytes })
  if (at === undefined) return undefined
  const line = lineOf(path, at, encoding)
  return problem(
    line,
    `It is not ${encodingNames[encoding]} throughout: byte ${at + 1} of the file, on line ${line}, does not fit.`,
    marked
      ? 'Its byte order mark promises this encoding, so the file is damaged or was put together from two. Export it again.'
      : 'Choose the encoding that the export is written in in the rules, or export it again as UTF-8.',
  )
}

/** Where the first byte stands, counted from 0, that means nothing in an encoding; undefined when all of them fit. */
function firstMisfit(
  { facts }: TextBytes,
  path: string,
  { encoding, markBytes }: Pick<EncodingFound, 'encoding' | 'markBytes'>,
): number | undefined {
  if (encoding === 'utf-8') return facts.notUtf8At ?? undefined
  if (encoding === 'utf-16le' || encoding === 'utf-16be')
    return firstBadUnit(path, encoding === 'utf-16be' ? 0 : 1, markBytes)
  const meaningless = undefinedBytes(encoding)
  if (!meaningless) return undefined
  let before = 0
  for (const chunk of chunksOf(path)) {
    const at = chunk.findIndex((byte) => meaningless.has(byte))
    if (at !== -1) return before + at
    before += chunk.length
  }
  return undefined
}

/**
 * Where UTF-16 breaks: half of a pair without the other half, or an odd byte at the end.
 * @param high which byte of a unit is the high one
 */
function firstBadUnit(path: string, high: 0 | 1, markBytes: number): number | undefined {
  let before = 0
  let pairBegan: number | undefined
  for (const chunk of chunksOf(path)) {
    // Chunks are even but for the last, so a unit never spans two.
    for (let at = before === 0 ? markBytes : 0; at + 1 < chunk.length; at += 2) {
      const half = (chunk[at + high] as number) & 0xfc
      if (pairBegan !== undefined) {
        if (half !== 0xdc) return pairBegan
        pairBegan = undefined
      } else if (half === 0xdc) return before + at
      else if (half === 0xd8) pairBegan = before + at
    }
    before += chunk.length
  }
  return pairBegan ?? (before % 2 === 1 ? before - 1 : undefined)
}

function isText(sample: Buffer, encoding: Encoding): boolean {
  if (encoding === 'utf-16le' || encoding === 'utf-16be') return true
  let controls = 0
  for (const byte of sample) if (byte < 0x20 && (byte < 0x09 || byte > 0x0d)) controls++
  return controls <= Math.max(4, sample.length * mostControls)
}

/** The physical line of a byte. Slow, and only asked for when a file is refused. */
function lineOf(path: string, at: number, encoding: Encoding): number {
  const isWide = encoding === 'utf-16le' || encoding === 'utf-16be'
  let line = 1
  let before = 0
  let lastWasReturn = false
  for (const chunk of chunksOf(path)) {
    const end = Math.min(chunk.length, at - before)
    for (let i = 0; i < end; i++) {
      const byte = chunk[i]
      if (isWide && byte === 0) continue
      if (byte === 0x0d || (byte === 0x0a && !lastWasReturn)) line++
      lastWasReturn = byte === 0x0d
    }
    before += chunk.length
    if (before >= at) break
  }
  return line
}
