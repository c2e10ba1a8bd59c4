import iconv from 'iconv-lite'
import type { Encoding } from '../../../../contract/applications.ts'

/** Takes bytes piece by piece and gives their text. It never puts a substitute in the place of bytes that mean nothing. */
export interface Decoder {
  readonly decode: (bytes: Uint8Array) => string
  /** What is left over. @throws TypeError when the text ends inside a character */
  readonly end: () => string
}

/** Encodings that the runtime decodes. In Windows-1252 as browsers read it, every byte means something. */
const ofTheRuntime = new Set<Encoding>(['utf-8', 'utf-16le', 'utf-16be', 'windows-1252'])

const replacement = '\ufffd'

/** @throws TypeError from `decode` for bytes that do not fit; see `firstMisfit` for where they stand */
export function decoderOf(encoding: Encoding): Decoder {
  if (!ofTheRuntime.has(encoding))
    return { decode: (bytes) => whole(iconv.decode(Buffer.from(bytes), namesOf(encoding))), end: () => '' }
  const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true })
  return { decode: (bytes) => decoder.decode(bytes, { stream: true }), end: () => decoder.decode() }
}

/** The text of the first bytes of a file, to look at: what does not fit is shown as a replacement character. */
export function decodeSample(sample: Uint8Array, encoding: Encoding): string {
  if (!ofTheRuntime.has(encoding)) return iconv.decode(Buffer.from(sample), namesOf(encoding))
  // `stream` leaves out a character that the end of the sample cut in two.
  return new TextDecoder(encoding, { ignoreBOM: true }).decode(sample, { stream: true })
}

/** Which bytes mean nothing in a code page; undefined for what is none, or when each byte means something. */
export function undefinedBytes(encoding: Encoding): ReadonlySet<number> | undefined {
  if (ofTheRuntime.has(encoding)) return undefined
  const all = Array.from({ length: 256 }, (_, byte) => byte)
  const undefinedOnes = all.filter((byte) => iconv.decode(Buffer.of(byte), namesOf(encoding)) === replacement)
  return undefinedOnes.length === 0 ? undefined : new Set(undefinedOnes)
}

const namesOf = (encoding: Encoding): string => (encoding === 'mac-roman' ? 'macroman' : encoding)

function whole(text: string): string {
  if (text.includes(replacement)) throw new TypeError('a byte means nothing in this code page')
  return text
}
