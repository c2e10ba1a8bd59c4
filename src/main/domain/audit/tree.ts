import { hash } from 'node:crypto'

/**
 * The Merkle tree of RFC 9162 over the entries, kept as its peaks: the roots of the perfect trees that the number of
 * entries is made of, largest first. An entry's own hash is its leaf, since both are SHA-256(0x00 ‖ entry).
 */
export interface Tree {
  readonly size: number
  readonly peaks: readonly string[]
}

export const emptyTree: Tree = { size: 0, peaks: [] }

/** SHA-256(0x01 ‖ left ‖ right). */
const node = (left: string, right: string): string => hash('sha256', Buffer.from(`01${left}${right}`, 'hex'))

/** The tree with more leaves. */
export function grow(tree: Tree, leaves: readonly string[]): Tree {
  const peaks = tree.peaks.slice()
  let { size } = tree
  for (const leaf of leaves) {
    let peak = leaf
    // Each trailing one of the size is a perfect tree that the new leaf completes to one of twice its size.
    for (let rest = size; rest % 2 === 1; rest = (rest - 1) / 2) peak = node(peaks.pop() ?? '', peak)
    peaks.push(peak)
    size++
  }
  return { size, peaks }
}

/** The root hash: of no entries the hash of nothing, else the peaks folded from the smallest. */
export function rootOf({ peaks }: Tree): string {
  const last = peaks.at(-1)
  if (last === undefined) return hash('sha256', '')
  return peaks.slice(0, -1).reduceRight((right, left) => node(left, right), last)
}
