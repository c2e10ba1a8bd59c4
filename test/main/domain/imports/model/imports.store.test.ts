import { afterEach, beforeEach, expect, it } from 'vitest'
import { importStates } from '../../../../../src/contract/imports.ts'
import { importTransitions } from '../../../../../src/main/domain/imports/model/import.ts'
import { imports } from '../../../../../src/main/domain/imports/model/imports.store.ts'
import { TransitionError } from '../../../../../src/main/domain/shared/transitions.ts'
import { ImportLab } from '../../../../support/import-lab.ts'

let lab: ImportLab
beforeEach(() => {
  lab = new ImportLab()
})
afterEach(() => lab.close())

const insert = () =>
  lab.store.transact((tx) =>
    Number(
      imports.insert(tx, {
        guid: crypto.randomUUID(),
        sourceId: 1,
        kind: 'extract',
        trigger: 'Manual',
        ruleVersionId: null,
        restoresSeq: null,
        extractAt: 0,
        at: 0,
        by: 'test',
      }),
    ),
  )
const stateOf = (id: number) => imports.byId(lab.store.reader, id)?.state

it.each(importStates.flatMap((from) => importStates.map((to) => [from, to] as const)))(
  'moves an import from %s to %s only when the table has it',
  (from, to) => {
    const id = insert()
    lab.store.transact((tx) => tx.prepare('UPDATE import SET state = ? WHERE id = ?').run(from, id))
    const move = () => lab.store.transact((tx) => imports.move(tx, { id, from, to }))
    if (importTransitions.can(from, to)) {
      move()
      expect(stateOf(id)).toBe(to)
    } else {
      expect(move).toThrow(TransitionError)
      expect(stateOf(id)).toBe(from)
    }
  },
)

it('refuses to move an import that is not where the caller believes it to be', () => {
  const id = insert()
  expect(() => lab.store.transact((tx) => imports.move(tx, { id, from: 'staging', to: 'staged' }))).toThrow(
    `import ${id} is not staging`,
  )
  expect(stateOf(id)).toBe('queued')
})
