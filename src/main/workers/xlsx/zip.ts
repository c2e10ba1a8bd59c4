import { crc32 } from 'node:zlib'
import { Inflate } from 'fflate'
import { InflationCount, checkEntryName, WorkbookRefused } from './gate.ts'

const chunkBytes = 64 * 1024
const stored = 0
const deflated = 8

/** An entry of an archive, as its directory describes it. */
interface ZipEntry {
  readonly name: string
  readonly method: number
  readonly isEncrypted: boolean
  readonly crc: number
  readonly packed: number
  readonly size: number
  /** Where its local header begins. */
  readonly at: number
}

export type TakeBytes = (chunk: Uint8Array, last: boolean) => void

const damaged = (how: string) => new WorkbookRefused(`It is damaged: ${how}. Export or copy it again.`)

/**
 * A ZIP archive in memory, read by its directory. Each byte that comes out of an entry is counted before it is used, and
 * an entry counts only when it is whole: its length and its checksum are those of the directory.
 */
export class ZipFile {
  readonly entries: readonly ZipEntry[]
  readonly #bytes: Buffer
  readonly #count = new InflationCount()
  readonly #read = new Set<ZipEntry>()

  /** @throws WorkbookRefused when it breaks off or isn't built as an archive */
  constructor(bytes: Buffer) {
    this.#bytes = bytes
    this.entries = directoryOf(bytes)
  }

  /** Part names differ in case only by mistake, and programs that write them make it. */
  find(name: string): ZipEntry | undefined {
    const wanted = name.toLowerCase()
    return this.entries.find((entry) => entry.name.toLowerCase() === wanted)
  }

  /** @throws WorkbookRefused for names that no workbook has, and for more entries than it may have */
  checkNames(): void {
    for (const [at, { name }] of this.entries.entries()) checkEntryName(name, at + 1)
  }

  /** Unpacks an entry. @throws WorkbookRefused when it breaks a limit or is not whole */
  read(entry: ZipEntry, take: TakeBytes): void {
    this.#read.add(entry)
    const { name, packed, size, method } = entry
    const data = this.#dataOf(entry)
    let crc = 0
    let length = 0
    const consume = (chunk: Uint8Array): void => {
      this.#count.add(name, chunk.length, packed)
      crc = crc32(chunk, crc)
      length += chunk.length
      take(chunk, false)
    }
    if (method === stored) consume(data)
    else if (method === deflated) inflate(data, consume)
    else throw new WorkbookRefused('It is packed in a way that Excel does not use. Save it again.')
    if (length !== size || crc !== entry.crc) throw damaged(`its part "${name}" is not whole`)
    take(new Uint8Array(0), true)
  }

  /** Unpacks a small entry whole. @returns undefined if there is no entry of this name */
  text(name: string): string | undefined {
    const entry = this.find(name)
    if (!entry) return undefined
    const chunks: Buffer[] = []
    this.read(entry, (chunk) => chunks.push(Buffer.from(chunk)))
    return Buffer.concat(chunks).toString('utf8')
  }

  /** Unpacks and counts what nobody asked for, so that nothing hides in it. */
  countTheRest(): void {
    for (const entry of this.entries) if (!this.#read.has(entry)) this.read(entry, () => undefined)
  }

  #dataOf({ at, packed, name }: ZipEntry): Buffer {
    const bytes = this.#bytes
    if (at + 30 > bytes.length || bytes.readUInt32LE(at) !== 0x04034b50) throw damaged(`its part "${name}" is missing`)
    const begin = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28)
    if (begin + packed > bytes.length) throw damaged('it breaks off')
    return bytes.subarray(begin, begin + packed)
  }
}

function inflate(data: Buffer, consume: (chunk: Uint8Array) => void): void {
  let refused: unknown
  const inflater = new Inflate((chunk) => {
    if (refused !== undefined) return
    try {
      consume(chunk)
    } catch (error) {
      // The unpacker would take what is thrown here for damage.
      refused = error
    }
  })
  for (let at = 0; at < data.length && refused === undefined; at += chunkBytes) {
    try {
      inflater.push(data.subarray(at, at + chunkBytes), at + chunkBytes >= data.length)
    } catch {
      refused ??= damaged('a part of it cannot be unpacked')
    }
  }
  if (refused !== undefined) throw refused instanceof Error ? refused : damaged('a part of it cannot be unpacked')
}

/** @throws WorkbookRefused without a directory: the file breaks off */
function directoryOf(bytes: Buffer): ZipEntry[] {
  const end = bytes.lastIndexOf(Buffer.from('504b0506', 'hex'))
  if (end === -1 || end + 22 > bytes.length) throw damaged('it breaks off')
  const zip64 = end >= 20 && bytes.readUInt32LE(end - 20) === 0x07064b50 ? Number(bytes.readBigUInt64LE(end - 12)) : -1
  const isBig = zip64 >= 0 && zip64 + 56 <= bytes.length
  let at = isBig ? Number(bytes.readBigUInt64LE(zip64 + 48)) : bytes.readUInt32LE(end + 16)
  const entries: ZipEntry[] = []
  while (at + 46 <= bytes.length && bytes.readUInt32LE(at) === 0x02014b50) {
    const [nameLength, extraLength, noteLength] = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field)) as [
      number,
      number,
      number,
    ]
    const nameEnd = at + 46 + nameLength
    const extra = bytes.subarray(nameEnd, nameEnd + extraLength)
    entries.push({
      name: bytes.toString('utf8', at + 46, nameEnd),
      method: bytes.readUInt16LE(at + 10),
      isEncrypted: (bytes.readUInt16LE(at + 8) & 1) === 1,
      crc: bytes.readUInt32LE(at + 16),
      ...sizesOf(bytes, at, extra),
    })
    at = nameEnd + extraLength + noteLength
  }
  return entries
}

/** Sizes and place of an entry; what does not fit 32 bits stands in an extra field (ZIP application note, 4.5.3). */
function sizesOf(bytes: Buffer, at: number, extra: Buffer): Pick<ZipEntry, 'packed' | 'size' | 'at'> {
  const big: number[] = []
  for (let i = 0; i + 4 <= extra.length; i += 4 + extra.readUInt16LE(i + 2))
    if (extra.readUInt16LE(i) === 1)
      for (let j = i + 4; j + 8 <= Math.min(extra.length, i + 4 + extra.readUInt16LE(i + 2)); j += 8)
        big.push(Number(extra.readBigUInt64LE(j)))
  const read = (field: number): number => {
    const value = bytes.readUInt32LE(at + field)
    return value === 0xffffffff ? (big.shift() ?? value) : value
  }
  const size = read(24)
  const packed = read(20)
  return { size, packed, at: read(42) }
}
