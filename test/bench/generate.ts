import { closeSync, openSync, statSync, writeSync } from 'node:fs'

/** A repeatable stream of numbers in [0, 1): the same extract on every machine. */
function random(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export const header = 'user,name,email,system,permission,access,title,branch'
/** Ten grants a person, of 60 applications with 200 entitlements each; a fifth of the rows holds a quoted field. */
const grantsPerPerson = 10

export interface Extract {
  readonly file: string
  readonly bytes: number
  readonly rows: number
}

/**
 * Writes an extract of about 110 bytes a row.
 * @param changed with 1 % of the rows removed, 1 % changed and 1 % added
 */
export function writeExtract(file: string, rows: number, changed: boolean): Extract {
  const content = random(1)
  const change = random(2)
  const fd = openSync(file, 'w')
  let lines = [header]
  let written = 0
  const add = (line: string) => {
    lines.push(line)
    written++
  }
  for (let i = 0; i < rows; i++) {
    const person = Math.floor(i / grantsPerPerson)
    const nth = i % grantsPerPerson
    const system = (person * 7 + nth * 13) % 60
    const permission = nth * 20 + Math.floor(content() * 20)
    const quoted = content() < 0.2
    const access = content() < 0.5 ? 'Y' : 'Full'
    const fate = changed ? change() : 1
    if (fate < 0.01) continue
    if (fate >= 0.02 && fate < 0.03) add(row(person, (system + 1) % 60, 199 - permission, false, 'Y'))
    add(row(person, system, permission, quoted, fate < 0.02 ? 'Changed' : access))
    if (lines.length > 20_000) {
      writeSync(fd, `${lines.join('\r\n')}\r\n`)
      lines = []
    }
  }
  if (lines.length > 0) writeSync(fd, `${lines.join('\r\n')}\r\n`)
  closeSync(fd)
  return { file, bytes: statSync(file).size, rows: written }
}

function row(person: number, system: number, permission: number, quoted: boolean, access: string): string {
  const user = `u${String(person).padStart(6, '0')}`
  const name = quoted
    ? `"Approve ""wires"", level ${permission}"`
    : `Entitlement ${String(permission).padStart(3, '0')} of teller`
  return `${user},Person Number ${person},person.${person}@creditunion.example,System ${String(system).padStart(2, '0')},${name},${access},Teller,Branch ${person % 40}`
}
