import type { Reader, Writer } from './open.ts'
import { prepared } from './query.ts'

const key = 'highest-time'
const get = 'SELECT CAST(value AS INTEGER) AS at FROM setting WHERE key = ?'
const raise = `INSERT INTO setting (key, value) VALUES (@key, @at)
  ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE CAST(excluded.value AS INTEGER) > CAST(value AS INTEGER)`
const put = 'INSERT INTO setting (key, value) VALUES (@key, @at) ON CONFLICT (key) DO UPDATE SET value = excluded.value'

/** The highest time that was ever written down, to the minute; 0 before the first. */
export const highestTime = (db: Reader): number => prepared<{ at: number }>(db, get).get(key)?.at ?? 0

/** Writes a time down, if it is higher than the one that stands. */
export const raiseHighestTime = (tx: Writer, at: number): void => void prepared(tx, raise).run({ key, at: String(at) })

/** Puts a lower time in its place: somebody says that the clock was ahead. */
export const resetHighestTime = (tx: Writer, at: number): void => void prepared(tx, put).run({ key, at: String(at) })
