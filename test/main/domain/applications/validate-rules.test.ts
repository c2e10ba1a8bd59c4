import { expect, it } from 'vitest'
import { Rules } from '../../../../src/contract/applications.ts'
import { validateRules } from '../../../../src/main/domain/applications/validate-rules.ts'

const id = (n: number) => `0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c0${n}`
const rules = (fileGroups: unknown[], rest: Record<string, unknown> = {}) => Rules.parse({ fileGroups, ...rest })
const plain = { id: id(1), name: 'Grants', pattern: 'a*.csv', columns: { userName: 'User', permission: 'Right' } }

it('has nothing against rules that can be followed', () => {
  expect(validateRules(rules([plain, { ...plain, id: id(2), name: 'More', pattern: 'b*.csv' }]))).toEqual([])
  expect(validateRules(rules([{ ...plain, columns: {}, profile: 'standardized-permissions' }]))).toEqual([])
})

it('says everything that is wrong at once, each beside its field', () => {
  const wrong = rules(
    [
      plain,
      {
        ...plain,
        name: 'grants ',
        columns: { fullName: 'Name', email: 'name' },
        keyColumns: ['Name', 'Nowhere', 'name'],
        valueMaps: { access: { Y: 'Yes' } },
        filters: [{ column: 'Name', is: 'starting-with' }],
        format: { delimiter: '"' },
      },
    ],
    { schedule: { cron: 'soon' } },
  )
  expect(validateRules(wrong).map(({ field }) => field)).toEqual([
    'fileGroups.1.columns.userName',
    'fileGroups.1.keyColumns.1',
    'fileGroups.1.keyColumns.2',
    'fileGroups.1.valueMaps.access',
    'fileGroups.1.filters.0.value',
    'fileGroups.1.format.delimiter',
    'fileGroups.1.id',
    'fileGroups.1.name',
    'fileGroups.1.pattern',
    'schedule.cron',
  ])
})
