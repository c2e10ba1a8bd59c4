import { randomUUID } from 'node:crypto'

const perMillisecond = 4096

/**
 * GUIDs of which each is greater than the one before (RFC 9562, version 7: milliseconds, a count, 62 random bits).
 * Random ones scatter over their index, so that every step of a large import would write nearly all of it again: half of
 * what committing a first import cost.
 */
export function orderedGuids(clock: () => number = Date.now): () => string {
  let time = 0
  let count = 0
  return () => {
    const now = clock()
    if (now > time) [time, count] = [now, 0]
    else if (++count === perMillisecond) [time, count] = [time + 1, 0]
    const head = time.toString(16).padStart(12, '0')
    // A random GUID ends with the variant and the 62 bits that are needed.
    return `${head.slice(0, 8)}-${head.slice(8)}-7${count.toString(16).padStart(3, '0')}${randomUUID().slice(18)}`
  }
}
