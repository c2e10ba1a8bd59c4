import { isAscii, isUtf8 } from 'node:buffer'
import { existsSync, readFileSync } from 'node:fs'
import { firstInvalidUtf8, incompleteTail } from './utf8.ts'
import { chunksOf } from './file-chunks.ts'

/** What the bytes of a whole file say, whatever encoding it is read in. */
export interface ByteFacts {
  readonly size: number
  /** The first byte that no UTF-8 text can have there; null when the file is valid UTF-8 to its last byte. */
  readonly notUtf8At: number | null
  /** The first byte beyond ASCII, whose meaning depends on the encoding; null when there is none. */
  readonly notAsciiAt: number | null
  /**
   * Control characters other than tab and line ends may stand in it, NUL included: one below the space does, or a byte
   * that begins one above 0x7f in UTF-8.
   */
  readonly mayHoldControls: boolean
  readonly hasNul: boolean
  /** A carriage return that no line feed follows: a line end of its own. */
  readonly hasLoneReturn: boolean
  /** An equals sign or an apostrophe: values may be wrapped for Excel. */
  readonly mayHoldWrapped: boolean
  /** The last line has a line end. An export that broke off has none. */
  readonly endsWithLine: boolean
}

const tab = 0x09
const lineFeed = 0x0a
const carriageReturn = 0x0d
/** U+0080 to U+009F are this byte and another one. */
const firstOfHighControl = 0xc2

/**
 * Looks at the bytes of a file as they come, to the last one: a sample can't say that no later byte contradicts it.
 * It runs over every file, so it takes four bytes at a time and stops only at those below the space.
 */
export class ByteScan {
  #size = 0
  #notUtf8At: number | null = null
  #notAsciiAt: number | null = null
  #mayHoldControls = false
  #hasNul = false
  #hasLoneReturn = false
  #mayHoldWrapped = false
  #endsWithReturn = false
  #lastBytes: Buffer = Buffer.alloc(0)
  #tail: Buffer = Buffer.alloc(0)

  push(chunk: Buffer): void {
    if (chunk.length === 0) return
    if (this.#notAsciiAt === null && !isAscii(chunk))
      this.#notAsciiAt = this.#size + chunk.findIndex((byte) => byte >= 0x80)
    if (this.#notUtf8At === null) this.#checkUtf8(chunk)
    if (this.#endsWithReturn && chunk[0] !== lineFeed) this.#hasLoneReturn = true
    this.#endsWithReturn = chunk[chunk.length - 1] === carriageReturn
    // What is known needs no further look.
    if (!this.#hasLoneReturn || !this.#hasNul) this.#lookAtControls(chunk)
    this.#mayHoldWrapped ||= chunk.includes(0x3d) || chunk.includes(0x27)
    this.#mayHoldControls ||= chunk.includes(firstOfHighControl)
    this.#size += chunk.length
    this.#lastBytes = Buffer.concat([this.#lastBytes, chunk.subarray(-2)]).subarray(-2)
  }

  finish(): ByteFacts {
    if (this.#notUtf8At === null && this.#tail.length > 0) this.#notUtf8At = this.#size - this.#tail.length
    return {
      size: this.#size,
      notUtf8At: this.#notUtf8At,
      notAsciiAt: this.#notAsciiAt,
      mayHoldControls: this.#mayHoldControls,
      hasNul: this.#hasNul,
      hasLoneReturn: this.#hasLoneReturn || this.#endsWithReturn,
      mayHoldWrapped: this.#mayHoldWrapped,
      endsWithLine: endsLine(this.#lastBytes),
    }
  }

  #checkUtf8(chunk: Buffer): void {
    const bytes = this.#tail.length > 0 ? Buffer.concat([this.#tail, chunk]) : chunk
    const begin = this.#size - this.#tail.length
    const whole = bytes.length - incompleteTail(bytes)
    if (isUtf8(bytes.subarray(0, whole))) {
      this.#tail = Buffer.from(bytes.subarray(whole))
    } else {
      this.#notUtf8At = begin + firstInvalidUtf8(bytes)
    }
  }

  #lookAtControls(chunk: Buffer): void {
    // Words need an aligned start; most chunks begin at one.
    const aligned = (4 - (chunk.byteOffset % 4)) % 4
    const head = Math.min(aligned, chunk.length)
    this.#lookAt(chunk, 0, head)
    const count = (chunk.length - head) >> 2
    const words = count === 0 ? new Int32Array(0) : new Int32Array(chunk.buffer, chunk.byteOffset + head, count)
    for (let i = 0; i < words.length; i++) {
      const word = words[i] as number
      // The high bit of each byte that is below 0x20; a borrow may mark one too many, and that one is looked at too.
      if (((word - 0x20202020) & ~word & 0x80808080) === 0) continue
      // Most of them are line feeds, which need no call.
      const at = head + i * 4
      for (let j = at; j < at + 4; j++) {
        const byte = chunk[j] as number
        if (byte < 0x20 && byte !== lineFeed) this.#lookAt(chunk, j, j + 1)
      }
    }
    this.#lookAt(chunk, head + words.length * 4, chunk.length)
  }

  #lookAt(chunk: Buffer, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      const byte = chunk[i] as number
      if (byte >= 0x20 || byte === lineFeed || byte === tab) continue
      if (byte === carriageReturn) {
        if (i + 1 < chunk.length && chunk[i + 1] !== lineFeed) this.#hasLoneReturn = true
      } else {
        this.#mayHoldControls = true
        if (byte === 0) this.#hasNul = true
      }
    }
  }
}

/** In UTF-16 a zero byte stands before or behind. */
function endsLine(lastBytes: Buffer): boolean {
  const last = lastBytes.at(-1) === 0 ? lastBytes.at(-2) : lastBytes.at(-1)
  return last === lineFeed || last === carriageReturn
}

/** Where the facts of a file are kept, so that it is read for them once. */
export const factsBeside = (file: string): string => `${file}.bytes`

/** The facts that were noted when a file was stored; otherwise it is read once, to its last byte. */
export const factsOf = (file: string): ByteFacts =>
  existsSync(factsBeside(file)) ? (JSON.parse(readFileSync(factsBeside(file), 'utf8')) as ByteFacts) : scanFile(file)

/** Reads a file once, to its last byte. */
export function scanFile(file: string): ByteFacts {
  const scan = new ByteScan()
  for (const chunk of chunksOf(file)) scan.push(chunk)
  return scan.finish()
}

/** The same of bytes in memory. */
export function scanBytes(bytes: Buffer): ByteFacts {
  const scan = new ByteScan()
  scan.push(bytes)
  return scan.finish()
}
