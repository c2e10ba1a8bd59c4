import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LineHasher } from '../../../../src/main/domain/imports/rows/fingerprint.ts'

function hash(key: string, bytes: Uint8Array): string {
  const hasher = new LineHasher(key)
  hasher.hash(bytes, 0, bytes.length)
  const out = Buffer.alloc(8)
  out.writeUInt32LE(hasher.low, 0)
  out.writeUInt32LE(hasher.high, 4)
  return out.toString('hex')
}

describe('the fingerprint of a line', () => {
  it('is HalfSipHash-2-4: the first vector of the authors’ reference', () => {
    expect(hash('0001020304050607', new Uint8Array())).toBe('218d1f59b9b83cc8')
  })

  it('depends on every byte, on the length and on the key', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), fc.nat(), (bytes, at) => {
        const key = '0011223344556677'
        const changed = Uint8Array.from(bytes)
        const i = at % bytes.length
        changed[i] = ((bytes[i] ?? 0) + 1) % 256
        expect(hash(key, changed)).not.toBe(hash(key, bytes))
        expect(hash(key, Uint8Array.from([...bytes, 0]))).not.toBe(hash(key, bytes))
        expect(hash('8877665544332211', bytes)).not.toBe(hash(key, bytes))
      }),
    )
  })

  it('looks only at the part of the buffer that it is given', () => {
    const hasher = new LineHasher('0011223344556677')
    const bytes = Buffer.from('xxhelloyy')
    hasher.hash(bytes, 2, 7)
    const inside = [hasher.low, hasher.high]
    hasher.hash(Buffer.from('hello'), 0, 5)
    expect([hasher.low, hasher.high]).toEqual(inside)
  })
})
