import { closeSync, existsSync, fsyncSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs'

/**
 * The lines of the last accepted extract, by keyed hash, in file order, each with the grant that it stated. It lets the
 * next import skip lines that did not change. It is a cache: when it is missing or doesn't fit, every line is parsed.
 *
 * The file: one line of JSON (FingerprintHead), then 16 bytes a line: hash low, hash high, account id, entitlement id.
 */
interface FingerprintHead {
  /** Changes with what a line means under the same rules. */
  readonly format: 2
  readonly importId: string
  readonly rulesVersion: number
  /** Encoding, delimiter and header: a line means the same only under the same ones. */
  readonly reading: string
  readonly lines: number
}

const bytesPerLine = 16
const linesAtOnce = 4 * 1024
const headBytes = 4096

const nextFile = (file: string) => `${file}.next`

/** Writes the fingerprints of a file while it is read; they count once `promote` is called after the switch. */
export class FingerprintWriter {
  readonly #file: string
  readonly #fd: number
  readonly #buffer = new Uint32Array(linesAtOnce * 4)
  #filled = 0
  #lines = 0

  constructor(file: string) {
    this.#file = nextFile(file)
    this.#fd = openSync(this.#file, 'w', 0o600)
    writeSync(this.#fd, Buffer.alloc(headBytes, 0x20))
  }

  add(low: number, high: number, account: number, entitlement: number): void {
    const at = this.#filled
    this.#buffer[at] = low
    this.#buffer[at + 1] = high
    this.#buffer[at + 2] = account
    this.#buffer[at + 3] = entitlement
    this.#filled = at + 4
    this.#lines++
    if (this.#filled === this.#buffer.length) this.#flush()
  }

  finish(head: Omit<FingerprintHead, 'format' | 'lines'>): void {
    this.#flush()
    const text = Buffer.from(
      `${JSON.stringify({ format: 2, ...head, lines: this.#lines } satisfies FingerprintHead)}\n`,
    )
    if (text.length <= headBytes) writeSync(this.#fd, text, 0, text.length, 0)
    fsyncSync(this.#fd)
    closeSync(this.#fd)
    if (text.length > headBytes) rmSync(this.#file)
  }

  /** Something in this file can't be said by fingerprints. */
  discard(): void {
    closeSync(this.#fd)
    rmSync(this.#file, { force: true })
  }

  #flush(): void {
    writeSync(this.#fd, new Uint8Array(this.#buffer.buffer, 0, this.#filled * 4))
    this.#filled = 0
  }
}

/** After the switch: the lines of the import that was applied become the ones to compare with. */
export function promoteFingerprints(file: string): void {
  if (existsSync(nextFile(file))) renameSync(nextFile(file), file)
  else rmSync(file, { force: true })
}

export const dropFingerprints = (file: string): void => {
  rmSync(file, { force: true })
  rmSync(nextFile(file), { force: true })
}

/** The known lines in memory: 8 bytes a line for the hashes and about 6 for finding them. */
export class KnownLines {
  readonly head: FingerprintHead
  readonly #file: string
  readonly #low: Uint32Array
  readonly #high: Uint32Array
  readonly #slots: Uint32Array
  readonly #seen: Uint8Array
  #cursor = 0

  private constructor(file: string, head: FingerprintHead) {
    this.head = head
    this.#file = file
    this.#low = new Uint32Array(head.lines)
    this.#high = new Uint32Array(head.lines)
    this.#slots = new Uint32Array(Math.ceil(head.lines * 1.4) + 1)
    this.#seen = new Uint8Array(head.lines)
    let i = 0
    for (const [low, high] of this.#entries()) {
      this.#low[i] = low
      this.#high[i] = high
      let slot = this.#slotOf(high)
      while (this.#slots[slot] !== 0) slot = slot + 1 === this.#slots.length ? 0 : slot + 1
      this.#slots[slot] = ++i
    }
  }

  /** The known lines of a source, or undefined when there are none or the file isn't whole. */
  static load(file: string): KnownLines | undefined {
    if (!existsSync(file)) return undefined
    try {
      const fd = openSync(file, 'r')
      const bytes = Buffer.alloc(headBytes)
      readSync(fd, bytes, 0, headBytes, 0)
      closeSync(fd)
      const head = JSON.parse(bytes.toString()) as FingerprintHead
      return head.format === 2 ? new KnownLines(file, head) : undefined
    } catch {
      return undefined
    }
  }

  /**
   * Looks a line up and marks it as seen.
   * @returns `new`, `again` when this very line stood in the file before, or its number among the known lines
   */
  see(low: number, high: number): number | 'new' | 'again' {
    // Exports repeat their order: the next known line is nearly always the one after the last.
    let at = this.#cursor
    if (at >= this.#low.length || this.#low[at] !== low || this.#high[at] !== high) {
      at = this.#find(low, high)
      if (at === -1) return 'new'
    }
    if (this.#seen[at] === 1) return 'again'
    this.#seen[at] = 1
    this.#cursor = at + 1
    return at
  }

  #find(low: number, high: number): number {
    let slot = this.#slotOf(high)
    for (let entry = this.#slots[slot]; entry; entry = this.#slots[slot]) {
      if (this.#low[entry - 1] === low && this.#high[entry - 1] === high) return entry - 1
      slot = slot + 1 === this.#slots.length ? 0 : slot + 1
    }
    return -1
  }

  #slotOf(high: number): number {
    return Math.floor((high / 0x100000000) * this.#slots.length)
  }

  /** The grants of known lines, seen or not. */
  *grants(wasSeen: boolean): Generator<readonly [account: number, entitlement: number, low: number, high: number]> {
    let i = 0
    for (const [low, high, account, entitlement] of this.#entries()) {
      if ((this.#seen[i++] === 1) === wasSeen) yield [account, entitlement, low, high]
    }
  }

  *#entries(): Generator<readonly [number, number, number, number]> {
    const fd = openSync(this.#file, 'r')
    try {
      const buffer = new Uint32Array(linesAtOnce * 4)
      const bytes = new Uint8Array(buffer.buffer)
      let position = headBytes
      for (let left = this.head.lines; left > 0; ) {
        const lines = Math.min(left, linesAtOnce)
        if (readSync(fd, bytes, 0, lines * bytesPerLine, position) < lines * bytesPerLine) throw new Error('cut off')
        for (let i = 0; i < lines * 4; i += 4) {
          yield [buffer[i] as number, buffer[i + 1] as number, buffer[i + 2] as number, buffer[i + 3] as number]
        }
        left -= lines
        position += lines * bytesPerLine
      }
    } finally {
      closeSync(fd)
    }
  }
}
