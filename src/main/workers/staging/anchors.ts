import type { Database } from 'better-sqlite3'
import { immediate } from '../../storage/store.ts'
import type { Writer } from '../../storage/open.ts'
import { LineHasher } from '../../domain/imports/rows/fingerprint.ts'
import { orderedGuids } from '../ordered-guid.ts'
import { InsertBatch } from './batch.ts'

const fewestIds = 256
const mostIds = 32 * 1024

/**
 * Hands out ids for anchors that an import would create. The numbers are taken from the main database for good, in
 * blocks, so that a preview can name what doesn't exist yet; a cancelled import just leaves them unused. Each block is
 * twice the last one, since each waits for the disk.
 */
export class IdReservation {
  readonly #live: Writer
  readonly #anchor: string
  #next = 0
  #end = 0
  #block = fewestIds / 2

  constructor(live: Writer, anchor: 'account' | 'entitlement') {
    this.#live = live
    this.#anchor = anchor
  }

  take(): number {
    if (this.#next === this.#end) {
      const reserve = this.#live.prepare<[number, string], { end: number }>(
        'UPDATE id_reservation SET next_id = next_id + ? WHERE anchor = ? RETURNING next_id AS end',
      )
      this.#block = Math.min(mostIds, this.#block * 2)
      this.#end = immediate(this.#live, () => reserve.get(this.#block, this.#anchor) as { end: number }).end
      this.#next = this.#end - this.#block
    }
    return this.#next++
  }
}

/** How the attributes of a row compare with those of earlier rows about the same anchor. */
type AnchorComparison = 'first' | 'same' | 'different'

interface ResolvedAnchor {
  readonly id: number
  readonly comparison: AnchorComparison
}

/** The row of a file. */
interface RowPlace {
  readonly fileId: number
  readonly line: number
  /** Which of several rows about the anchor counts: the larger text. */
  readonly rank: string
}

interface NamedAnchor {
  readonly id: number
  /** Of the attributes of its first row. */
  readonly hash: number
}

interface AnchorIndexOptions {
  /** Key → id of the anchors that exist. */
  readonly existing: ReadonlyMap<string, number>
  readonly reserve: IdReservation
  readonly staging: Database
  readonly into: AnchorTable
  readonly hashKey: string
}

/** Where anchors of one kind are written. */
interface AnchorTable {
  readonly table: string
  /** The id, the columns of the key, the GUID, those of the attributes that are written, file and line. */
  readonly columns: readonly string[]
  /** Which of the attributes are written, by their place; the others have their defaults. */
  readonly attributes: readonly number[]
  readonly isRanked: boolean
}

/**
 * The anchors of one kind that a file names. Each gets the id that it has or will have, and is written to the staging
 * database at its first row. Memory holds the whole keys, but of the attributes only a 64-bit keyed hash, to notice that
 * two rows disagree.
 */
export class AnchorIndex {
  readonly #named = new Map<string, NamedAnchor>()
  readonly #existing: ReadonlyMap<string, number>
  readonly #reserve: IdReservation
  readonly #insert: InsertBatch
  readonly #variants: InsertBatch
  readonly #isRanked: boolean
  readonly #written: readonly number[]
  readonly #hasher: LineHasher
  readonly #newGuid = orderedGuids()
  readonly #scratch = Buffer.allocUnsafe(512 * 1024)
  #hashed: readonly string[] = []
  #hash = 0
  #last: { key: string; attributes: readonly string[]; rank: string; id: number } | undefined

  constructor({ existing, reserve, staging, into, hashKey }: AnchorIndexOptions) {
    this.#existing = existing
    this.#reserve = reserve
    this.#insert = new InsertBatch(
      staging,
      `INSERT INTO ${into.table} (${into.columns.join(', ')})`,
      into.columns.length,
    )
    this.#variants = new InsertBatch(
      staging,
      `INSERT OR IGNORE INTO ${into.table}_variant (id, attributes, rank, file_id, line)`,
      5,
    )
    this.#isRanked = into.isRanked
    this.#written = into.attributes
    this.#hasher = new LineHasher(hashKey)
  }

  /**
   * @param key names the anchor inside its application
   * @param keyParts the columns of the key, or its only one; @param attributes the columns of its facts
   */
  resolve(
    key: string,
    keyParts: readonly string[] | string,
    attributes: readonly string[],
    rowPlace: RowPlace,
  ): ResolvedAnchor {
    // Extracts are mostly sorted by account, so the row before mostly had the same attributes.
    const last = this.#last
    const { rank } = rowPlace
    if (last && last.key === key && last.rank === rank && equal(last.attributes, attributes))
      return { id: last.id, comparison: 'same' }
    const resolved = this.#find(key, keyParts, attributes, rowPlace)
    if (resolved.comparison !== 'different') this.#last = { key, attributes, rank, id: resolved.id }
    return resolved
  }

  #find(
    key: string,
    keyParts: readonly string[] | string,
    attributes: readonly string[],
    { fileId, line, rank }: RowPlace,
  ): ResolvedAnchor {
    const hash = this.#hashOf(rank === '' ? attributes : [...attributes, rank])
    const anchor = this.#named.get(key)
    if (anchor?.hash === hash) return { id: anchor.id, comparison: 'same' }
    if (anchor !== undefined) {
      this.#variants.push(anchor.id, JSON.stringify(attributes), rank, fileId, line)
      return { id: anchor.id, comparison: 'different' }
    }
    const existing = this.#existing.get(key)
    const id = existing ?? this.#reserve.take()
    this.#named.set(flat(key), { id, hash })
    const keys = typeof keyParts === 'string' ? [keyParts] : keyParts
    const written = this.#written.map((at) => attributes[at] as string)
    const ranked = this.#isRanked ? [rank] : []
    this.#insert.push(id, ...keys, existing === undefined ? this.#newGuid() : null, ...written, ...ranked, fileId, line)
    return { id, comparison: 'first' }
  }

  flush(): void {
    this.#insert.flush()
    this.#variants.flush()
  }

  /** 53 bits, which a number holds exactly. Two different rows that look equal are one chance in 9e15. */
  #hashOf(attributes: readonly string[]): number {
    // Most rows have the same attributes of their entitlement, often none at all.
    if (equal(this.#hashed, attributes)) return this.#hash
    let length = 0
    for (let i = 0; i < attributes.length; i++) {
      length += this.#scratch.write(attributes[i] as string, length)
      this.#scratch[length++] = 0x1f
    }
    this.#hasher.hash(this.#scratch, 0, length)
    this.#hashed = attributes
    this.#hash = (this.#hasher.high & 0x1fffff) * 0x100000000 + this.#hasher.low
    return this.#hash
  }
}

function equal(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** A copy of its own: a slice would keep the whole line in memory. */
const flat = (text: string): string => Buffer.from(text).toString()
