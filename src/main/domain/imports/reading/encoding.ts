import type { Encoding } from '../../../../contract/applications.ts'
import { type ByteFacts, factsOf, scanBytes } from './bytes.ts'
import { isSheetText } from './cell-notes.ts'
import { decoderOf } from './code-pages.ts'
import { bytesAt, chunksOf, readSample } from './file-chunks.ts'

export interface EncodingFound {
  readonly encoding: Encoding
  readonly byteOrderMark: boolean
  /** How many bytes the mark takes. */
  readonly markBytes: number
}

/** A file before its rows are read: its first bytes, and what was seen of all of them. */
export interface TextBytes {
  readonly sample: Buffer
  readonly facts: ByteFacts
  /** It was made of a sheet: our own UTF-8 with commas, whatever the rules say of text. */
  readonly isSheet: boolean
  /** The bytes around the first one beyond ASCII: they show whether the encoding is right. */
  readonly telling: { readonly at: number; readonly bytes: Buffer } | null
}

const tellingBefore = 16
const tellingBytes = 40

/** What is needed to judge a file. Its facts were noted when it was stored. */
export function textBytes(file: string, facts = factsOf(file)): TextBytes {
  const at = tellingPlace(facts)
  return {
    sample: readSample(file),
    facts,
    isSheet: isSheetText(file),
    telling: at === null ? null : { at, bytes: bytesAt(file, at, tellingBytes) },
  }
}

export function textBytesOf(bytes: Buffer): TextBytes {
  const facts = scanBytes(bytes)
  const at = tellingPlace(facts)
  return {
    sample: bytes,
    facts,
    isSheet: false,
    telling: at === null ? null : { at, bytes: bytes.subarray(at, at + tellingBytes) },
  }
}

/** Where the bytes to show begin. An invalid one tells most; the byte order mark tells nothing new. */
function tellingPlace({ notUtf8At, notAsciiAt }: ByteFacts): number | null {
  const at = notUtf8At ?? notAsciiAt
  return at === null || at === 0 ? null : Math.max(0, at - tellingBefore)
}

/**
 * What the bytes say about their encoding. A byte order mark decides; zero bytes on one side only mean UTF-16; what is
 * valid UTF-8 to its last byte is UTF-8; the rest is Windows-1252, in which every byte means something. Other code pages
 * look alike, so they are chosen by a person and never guessed.
 */
export function detectEncoding({ sample, facts }: Pick<TextBytes, 'sample' | 'facts'>): EncodingFound {
  const marked = byteOrderMark(sample)
  if (marked) return marked
  const none = { byteOrderMark: false, markBytes: 0 }
  const { even, odd } = zeroBytes(sample)
  const half = sample.length / 2
  if (odd > half * 0.3 && even < half * 0.05) return { encoding: 'utf-16le', ...none }
  if (even > half * 0.3 && odd < half * 0.05) return { encoding: 'utf-16be', ...none }
  return { encoding: facts.notUtf8At === null ? 'utf-8' : 'windows-1252', ...none }
}

/** The encoding that a byte order mark names. */
export function byteOrderMark(sample: Uint8Array): EncodingFound | undefined {
  const [a, b, c] = sample
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', byteOrderMark: true, markBytes: 3 }
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', byteOrderMark: true, markBytes: 2 }
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', byteOrderMark: true, markBytes: 2 }
  return undefined
}

function zeroBytes(sample: Uint8Array): { even: number; odd: number } {
  let even = 0
  let odd = 0
  for (let i = 0; i < sample.length; i++) {
    if (sample[i] !== 0) continue
    if (i % 2 === 0) even++
    else odd++
  }
  return { even, odd }
}

/**
 * The text of a file as UTF-8 bytes, chunk by chunk, without its byte order mark: whatever the encoding, what follows
 * works on one kind of bytes and never holds the whole file. A yielded chunk is valid until the next one is asked for.
 * @throws TypeError for bytes that do not fit the encoding, which `firstMisfit` finds before
 */
export function* utf8Chunks(file: string, detected: EncodingFound): Generator<Buffer> {
  const decoder = detected.encoding === 'utf-8' ? undefined : decoderOf(detected.encoding)
  let first = true
  for (const chunk of chunksOf(file)) {
    const bytes = first ? chunk.subarray(detected.markBytes) : chunk
    first = false
    yield decoder ? Buffer.from(decoder.decode(bytes)) : bytes
  }
  const rest = decoder?.end()
  if (rest) yield Buffer.from(rest)
}
