import { closeSync, openSync, readSync } from 'node:fs'

const sampleBytes = 256 * 1024
const chunkBytes = 1024 * 1024

/** The bytes of a file in large pieces. A piece is valid until the next one is asked for. */
export function* chunksOf(file: string): Generator<Buffer> {
  const fd = openSync(file, 'r')
  try {
    const buffer = Buffer.allocUnsafeSlow(chunkBytes)
    for (let length = fill(fd, buffer); length > 0; length = fill(fd, buffer)) yield buffer.subarray(0, length)
  } finally {
    closeSync(fd)
  }
}

/** The first bytes of a file, enough to judge how it is written. */
export function readSample(file: string): Buffer {
  const fd = openSync(file, 'r')
  try {
    const buffer = Buffer.allocUnsafe(sampleBytes)
    return buffer.subarray(0, fill(fd, buffer))
  } finally {
    closeSync(fd)
  }
}

/** Some bytes from the middle of a file. */
export function bytesAt(file: string, at: number, length: number): Buffer {
  const fd = openSync(file, 'r')
  try {
    const buffer = Buffer.alloc(length)
    return buffer.subarray(0, readSync(fd, buffer, 0, length, at))
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
