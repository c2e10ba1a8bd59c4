import type { Split } from '../../../../contract/row-shapes.ts'
import type { Unclear } from './cells.ts'

/** The values of a cell, each once and none blank, in the order in which they stand. */
export function splitValues(cell: string, { by, dn }: Split): readonly string[] | Unclear {
  if (cell === '') return []
  const pieces = dn || cell.includes('\\') ? piecesOf(cell, by, dn) : cell.split(by === '\n' ? /\r\n?|\n/ : by)
  const values = dn ? namesOf(pieces, by) : pieces
  if ('unclear' in values) return values
  return [...new Set(values.map((value) => value.trim()).filter((value) => value !== ''))]
}

/** Splits where the delimiter is neither escaped nor, in distinguished names, between quotes. Escapes stay as written. */
function piecesOf(cell: string, by: string, dn: boolean): string[] {
  const pieces: string[] = []
  let start = 0
  let isQuoted = false
  for (let at = 0; at < cell.length; at++) {
    const letter = cell[at] === '\r' && by === '\n' ? '\n' : cell[at]
    if (letter === '\\') at++
    else if (letter === '"' && dn) isQuoted = !isQuoted
    else if (letter === by && !isQuoted) {
      pieces.push(cell.slice(start, at))
      start = at + 1
    }
  }
  return [...pieces, cell.slice(start)]
}

const part = /^\s*([a-z][\w-]*|\d+(?:\.\d+)+)\s*=/i
const naming = new Set(['cn', 'uid'])
/** Parts that stand at the end of a name: after one of them a common name begins the next. */
const ending = new Set(['dc', 'o', 'c'])

/**
 * Puts the pieces of distinguished names together again. Where names are separated as their parts are, a new one begins
 * with a common name after a domain, or after a unit where the cell has no domains.
 */
function namesOf(pieces: readonly string[], by: string): string[] | Unclear {
  const parts = pieces.filter((piece) => piece.trim() !== '')
  const kinds = parts.map((piece) => part.exec(piece)?.[1]?.toLowerCase())
  const strange = kinds.indexOf(undefined)
  if (strange !== -1)
    return { unclear: `"${parts[strange]?.trim()}" is no part of a distinguished name, so its cell can't be split.` }
  if (by !== ',') return parts
  const hasDomains = kinds.some((kind) => ending.has(kind ?? ''))
  const names: string[] = []
  parts.forEach((piece, at) => {
    const [kind = '', before = ''] = [kinds[at], kinds[at - 1]]
    const begins = naming.has(kind) && (hasDomains ? ending.has(before) : !naming.has(before))
    if (at === 0 || begins) names.push(piece)
    else names.push(`${names.pop()},${piece}`)
  })
  return names
}
