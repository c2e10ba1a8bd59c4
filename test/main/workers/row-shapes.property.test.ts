import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ImportLab } from '../../support/import-lab.ts'

let lab: ImportLab
beforeEach(() => {
  lab = new ImportLab()
})
afterEach(() => lab.close())

const permissions = ['Vault', 'Wires', 'Read'] as const
const users = ['ana', 'ben', 'cem', 'dora'] as const
/** Who has what. */
type Access = readonly (readonly (typeof permissions)[number][])[]
const access: fc.Arbitrary<Access> = fc.array(fc.subarray([...permissions]), {
  minLength: users.length,
  maxLength: users.length,
})

/** The same content in each shape: the rules, the header and the rows of one account. */
const shapes = {
  'one row per grant': {
    rules: {},
    header: 'User,Name,Permission',
    rowsOf: (user: string, held: readonly string[]) =>
      held.length === 0 ? [`${user},N,`] : held.map((permission) => `${user},N,${permission}`),
  },
  'several values in a cell': {
    rules: { split: { permission: { by: ';' as const } } },
    header: 'User,Name,Permission',
    rowsOf: (user: string, held: readonly string[]) => [
      `${user},N,${[...held, ...held.slice(0, 1)].toReversed().join(';')}`,
    ],
  },
  'a column per permission': {
    rules: { columns: { userName: 'User', fullName: 'Name' }, unpivot: { columns: [...permissions] } },
    header: ['User', 'Name', ...permissions].join(','),
    rowsOf: (user: string, held: readonly string[]) => [
      [user, 'N', ...permissions.map((permission) => (held.includes(permission) ? 'X' : ''))].join(','),
    ],
  },
  'values repeated from above': {
    rules: { fillDown: ['User', 'Name'] },
    header: 'User,Name,Permission',
    rowsOf: (user: string, held: readonly string[]) =>
      held.length === 0
        ? [`${user},N,`]
        : held.map((permission, at) => (at === 0 ? `${user},N,${permission}` : `,,${permission}`)),
  },
}
type Shape = keyof typeof shapes
const rulesOf = (shape: Shape) => ({
  columns: { userName: 'User', fullName: 'Name', permission: 'Permission' },
  ...shapes[shape].rules,
})
const rowsOf = (shape: Shape, held: Access) => users.flatMap((user, at) => shapes[shape].rowsOf(user, held[at] ?? []))
const csvOf = (shape: Shape, rows: readonly string[]) => `${[shapes[shape].header, ...rows].join('\n')}\n`

const damage: Readonly<Record<string, (row: string) => string>> = {
  'a cell too many': (row) => `${row},extra`,
  'a cell that is missing': (row) => row.split(',').slice(0, 2).join(','),
  'a quote that is never closed': (row) => `"${row}`,
  'a user name that stands for nothing': (row) => row.replace(/^[^,]*/, 'N/A'),
  'a NUL': (row) => row.replace(',', '\0,'),
  'a title': () => 'Branch: West,,',
  'a line of text': () => '*** page 2 ***',
  'a mark that nobody knows': (row) => row.replace(/X?$/, 'X?'),
}

/** Whether a row so damaged can be told from a sound row of this shape, and from a blank line. */
function isDamageOf(shape: Shape, how: string, damaged: string): boolean {
  if (how === 'a mark that nobody knows') return shape === 'a column per permission'
  if (how === 'a title') return shape !== 'several values in a cell'
  return /[^,]/.test(damaged)
}

describe.each(Object.keys(shapes).slice(1) as Shape[])('%s', (shape) => {
  it('says what one row per grant of the same content says', () => {
    fc.assert(
      fc.property(access, access, (june, july) => {
        for (const held of [june, july]) {
          lab.apply(lab.stage(csvOf(shape, rowsOf(shape, held)), { rules: rulesOf(shape) }))
          const plain = 'one row per grant'
          const { counts } = lab.stage(csvOf(plain, rowsOf(plain, held)), { rules: rulesOf(plain) }).preview
          expect(Object.values(counts).every((count) => count === 0)).toBe(true)
        }
      }),
      { numRuns: 8 },
    )
  })

  it('removes nothing that the whole file keeps, whatever breaks which rows', () => {
    const broken = fc.array(fc.record({ at: fc.nat(20), how: fc.constantFrom(...Object.keys(damage)) }), {
      minLength: 1,
      maxLength: 3,
    })
    fc.assert(
      fc.property(access, access, broken, fc.boolean(), (june, july, breaks, isCut) => {
        lab.apply(lab.stage(csvOf(shape, rowsOf(shape, june)), { rules: rulesOf(shape) }), [])
        const before = new Set(lab.facts())
        const rows = rowsOf(shape, july)
        // Two breaks of one row may undo each other.
        for (const [at, how] of new Map(breaks.map(({ at, how }) => [at % rows.length, how]))) {
          const row = rows[at] ?? ''
          const damaged = damage[how]?.(row) ?? row
          if (isDamageOf(shape, how, damaged)) rows[at] = damaged
        }
        const text = csvOf(shape, rows)
        lab.apply(lab.stage(isCut ? text.slice(0, -3) : text, { rules: rulesOf(shape) }))
        const after = new Set(lab.facts())
        users.forEach((user, at) => {
          for (const permission of july[at] ?? []) {
            const grant = `grant|${user}||${permission}|`
            if (before.has(grant)) expect(after).toContain(grant)
          }
          if (before.has(`account|${user}|N`)) expect(after).toContain(`account|${user}|N`)
        })
      }),
      { numRuns: 25 },
    )
  })
})
