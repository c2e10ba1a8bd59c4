import { closeSync, openSync, readSync } from 'node:fs'
import type { Encoding } from '../../../../contract/applications.ts'

const sampleBytes = 256 * 1024
const chunkBytes = 1024 * 1024

export interface EncodingFound {
  readonly encoding: Encoding
  readonly byteOrderMark: boolean
  /** How many bytes the mark takes. */
  readonly markBytes: number
}

/**
 * What the bytes say about their encoding. A byte order mark decides; zero bytes on one side only mean UTF-16; valid
 * UTF-8 is UTF-8; the rest is Windows-1252, in which every byte means something.
 * @param sample the first bytes of a file; a character cut off at its end is not held against UTF-8
 */
export function detectEncoding(sample: Uint8Array): EncodingFound {
  const [a, b, c] = sample
  if (a === 0xef && b === 0xbb && c === 0xbf) return { encoding: 'utf-8', byteOrderMark: true, markBytes: 3 }
  if (a === 0xff && b === 0xfe) return { encoding: 'utf-16le', byteOrderMark: true, markBytes: 2 }
  if (a === 0xfe && b === 0xff) return { encoding: 'utf-16be', byteOrderMark: true, markBytes: 2 }
  const none = { byteOrderMark: false, markBytes: 0 }
  const { even, odd } = zeroBytes(sample)
  const half = sample.length / 2
  if (odd > half * 0.3 && even < half * 0.05) return { encoding: 'utf-16le', ...none }
  if (even > half * 0.3 && odd < half * 0.05) return { encoding: 'utf-16be', ...none }
  return { encoding: isUtf8(sample) ? 'utf-8' : 'windows-1252', ...none }
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

function isUtf8(sample: Uint8Array): boolean {
  try {
    // `stream` forgives a character that the end of the sample cut in two.
    new TextDecoder('utf-8', { fatal: true }).decode(sample, { stream: true })
    return true
  } catch {
    return false
  }
}

/** The first bytes of a file, enough to detect encoding and dialect. */
export function readSample(file: string): Buffer {
  const fd = openSync(file, 'r')
  try {
    const buffer = Buffer.allocUnsafe(sampleBytes)
    return buffer.subarray(0, fill(fd, buffer))
  } finally {
    closeSync(fd)
  }
}

/**
 * The text of a file as UTF-8 bytes, chunk by chunk, without its byte order mark: whatever the encoding, what follows
 * works on one kind of bytes and never holds the whole file. A yielded chunk is valid until the next one is asked for.
 */
export function* utf8Chunks(file: string, detected: EncodingFound): Generator<Buffer> {
  const fd = openSync(file, 'r')
  try {
    const decoder = detected.encoding === 'utf-8' ? undefined : new TextDecoder(detected.encoding, { ignoreBOM: true })
    const buffer = Buffer.allocUnsafe(chunkBytes)
    let first = true
    for (let length = fill(fd, buffer); length > 0; length = fill(fd, buffer)) {
      const bytes = buffer.subarray(first ? detected.markBytes : 0, length)
      first = false
      yield decoder ? Buffer.from(decoder.decode(bytes, { stream: true })) : bytes
    }
    const rest = decoder?.decode()
    if (rest) yield Buffer.from(rest)
  } finally {
    closeSync(fd)
  }
}

/** Network shares return short reads, so one read is not a full buffer. */
function fill(fd: number, buffer: Buffer): number {
  let length = 0
  while (length < buffer.length) {
    const read = readSync(fd, buffer, length, buffer.length - length, null)
    if (read === 0) break
    length += read
  }
  return length
}
