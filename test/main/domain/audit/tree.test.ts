import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { emptyTree, grow, rootOf } from '../../../../src/main/domain/audit/tree.ts'

const sha256 = (...parts: (Buffer | string)[]) =>
  parts.reduce(
    (hash, part) => hash.update(typeof part === 'string' ? Buffer.from(part, 'hex') : part),
    createHash('sha256'),
  )
const leaf = (data: Buffer): string => sha256(Buffer.of(0), data).digest('hex')

/** The definition of RFC 9162, 2.1.1, word by word. */
function definition(leaves: readonly string[]): string {
  if (leaves.length === 0) return sha256().digest('hex')
  const [only] = leaves
  if (leaves.length === 1 && only !== undefined) return only
  let k = 1
  while (k * 2 < leaves.length) k *= 2
  return sha256(Buffer.of(1), definition(leaves.slice(0, k)), definition(leaves.slice(k))).digest('hex')
}

const data = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f']
const knownRoots = [
  '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
  '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
  '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
  'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
  '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
]

test('the roots of Certificate Transparency’s own test tree', () => {
  const leaves = data.map((hex) => leaf(Buffer.from(hex, 'hex')))
  expect(leaves.map((_, i) => rootOf(grow(emptyTree, leaves.slice(0, i + 1))))).toEqual(knownRoots)
  expect(rootOf(emptyTree)).toBe(definition([]))
})

test('however it grew, the root is the definition’s', () => {
  const leaves = fc.array(
    fc.uint8Array({ maxLength: 4 }).map((bytes) => leaf(Buffer.from(bytes))),
    { maxLength: 70 },
  )
  fc.assert(
    fc.property(leaves, fc.nat(70), (all, at) => {
      const grown = grow(grow(emptyTree, all.slice(0, at)), all.slice(at))
      expect([grown.size, rootOf(grown)]).toEqual([all.length, definition(all)])
    }),
    { numRuns: 200 },
  )
})
