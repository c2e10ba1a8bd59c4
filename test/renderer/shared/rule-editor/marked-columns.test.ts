import { expect, it } from 'vitest'
import { Unpivot } from '../../../../src/contract/row-shapes.ts'
import {
  markableColumns,
  scopeOf,
  withMarkedColumn,
  withScope,
} from '../../../../src/renderer/shared/rule-editor/marked-columns.ts'

const plain = { unpivot: null, ignoredColumns: ['Cash', 'Wire'] }

it('begins with all ignored columns and the usual marks, which are those of the contract', () => {
  const chosen = withScope(plain, 'chosen')
  expect(chosen).toEqual({ unpivot: Unpivot.parse({ columns: ['Cash', 'Wire'] }), ignoredColumns: [] })
  expect(scopeOf(chosen)).toBe('chosen')
})

it('has a column either ignored or standing for a permission, and ends with the last one', () => {
  const one = withMarkedColumn(withScope(plain, 'chosen'), 'Cash', false)
  expect(one).toMatchObject({ unpivot: { columns: ['Wire'] }, ignoredColumns: ['Cash'] })
  expect(markableColumns(one)).toEqual(['Wire', 'Cash'])
  expect(withMarkedColumn(one, 'Wire', false)).toEqual({ unpivot: null, ignoredColumns: ['Cash', 'Wire'] })
})

it('gives the columns back when it is switched off, and leaves what is ignored to the ignored columns', () => {
  expect(withScope(withScope(plain, 'chosen'), 'none')).toEqual(plain)
  expect(withScope(plain, 'unmapped')).toMatchObject({
    unpivot: { columns: 'unmapped' },
    ignoredColumns: plain.ignoredColumns,
  })
  expect(withScope({ unpivot: null, ignoredColumns: [] }, 'chosen').unpivot).toBeNull()
})
