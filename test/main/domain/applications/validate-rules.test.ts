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

it('tells which rules for shapes of rows contradict others, and what to do', () => {
  const columns = { userName: 'User', permission: 'Right', group: 'Group' }
  const problems = (group: object) =>
    validateRules(rules([{ ...plain, columns, ...group }])).map(
      ({ field, message }) => `${field.replace('fileGroups.0.', '')} ${message}`,
    )
  const by = { by: ';' }
  expect(problems({ split: { permission: by }, fillDown: ['User'] })).toEqual([])
  expect(problems({ split: { group: by, section: by } })).toEqual([
    'split.section splits a field that no column is mapped to: map one to section, or remove it',
    'split.section only one field can be split: nobody can tell which group goes with which section',
  ])
  expect(problems({ columns: { ...columns, group: 'right' }, split: { permission: by } })).toEqual([
    'split.permission splits the column "Right", which is mapped to group too: map group to another column',
  ])
  const unpivot = { columns: ['Cash', 'cash', 'Group'], marks: { yes: ['X', 'n'] } }
  expect(problems({ split: { group: by }, unpivot })).toEqual([
    'unpivot does not go with a cell of several values: remove one of the two',
    'unpivot.field permission has a column or a default value already: choose another field for the names of the columns',
    'unpivot.marks.yes "n" can\'t mean both yes and no: remove it from one of them',
    'unpivot.columns.1 "cash" is named twice',
    'unpivot.columns.2 "Group" is used by another rule: it can\'t stand for a permission too',
  ])
  expect(problems({ fillDown: ['User', 'user', 'Branch'] })).toEqual([
    'fillDown.1 "user" is named twice',
    'fillDown.2 these rules know no column "Branch": map it to a field, or do not repeat it',
  ])
  expect(
    problems({ profile: 'hr-roster', split: { permission: by }, unpivot: { columns: 'unmapped', field: 'section' } }),
  ).toEqual([
    'split does not go with a roster: choose one row per grant as the layout, or remove it',
    'unpivot does not go with a roster: choose one row per grant as the layout, or remove it',
    'unpivot does not go with a cell of several values: remove one of the two',
  ])
})
