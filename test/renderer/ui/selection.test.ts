import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  allSelected,
  isSelected,
  noneSelected,
  type Selection,
  set,
  sizeOf,
  toggle,
} from '../../../src/renderer/ui/selection.ts'

const rows = Array.from({ length: 12 }, (_, place) => String(place))

describe('row selection', () => {
  it('behaves like a plain set of rows under random operations', () => {
    const step = fc.oneof(
      fc.record({ do: fc.constant('toggle' as const), row: fc.nat(11) }),
      fc.record({ do: fc.constant('set' as const), from: fc.nat(11), to: fc.nat(11), chosen: fc.boolean() }),
      fc.record({ do: fc.constant('all' as const) }),
      fc.record({ do: fc.constant('none' as const) }),
    )
    fc.assert(
      fc.property(fc.array(step), (steps) => {
        let selection: Selection = noneSelected
        let model = new Set<string>()
        for (const step of steps) {
          if (step.do === 'all') [selection, model] = [allSelected, new Set(rows)]
          else if (step.do === 'none') [selection, model] = [noneSelected, new Set()]
          else if (step.do === 'toggle') {
            const key = String(step.row)
            selection = toggle(selection, key)
            if (!model.delete(key)) model.add(key)
          } else {
            const keys = rows.slice(step.from, step.to)
            selection = set(selection, keys, step.chosen)
            for (const key of keys) {
              if (step.chosen) model.add(key)
              else model.delete(key)
            }
          }
        }
        expect(rows.filter((row) => isSelected(selection, row))).toEqual(rows.filter((row) => model.has(row)))
        expect(sizeOf(selection, rows.length)).toBe(model.size)
      }),
    )
  })
})
