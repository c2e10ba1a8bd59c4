import { afterEach, beforeEach, expect, it } from 'vitest'
import { emptyFilter } from '../../../../../src/main/domain/access-requests/model/list-filter.ts'
import { conditionsOfWords } from '../../../../../src/main/domain/access-requests/workflow/search-words.store.ts'
import { createRequests } from '../../../../../src/main/domain/access-requests/submission/requests.service.ts'
import { listRequests } from '../../../../../src/main/domain/access-requests/workflow/read-request.service.ts'
import { allOf } from '../../../../../src/main/domain/shared/filter-sql.ts'
import { type Governance, startGovernance } from '../../../../support/governance.ts'

let governance: Governance
beforeEach(() => {
  governance = startGovernance()
  for (const [name, manager] of [['boss'], ['ana silva', 'boss'], ['ben ito', 'boss'], ['anatol', 'boss']] as const)
    governance.person(name, manager)
  for (const id of ['vault', 'wire']) {
    governance.role(id)
    governance.item(id, { displayName: id === 'wire' ? 'Wire Approval' : 'Vault' })
  }
  ask('ben ito', 'ana silva', 'wire')
  ask('ben ito', 'ben ito', 'vault')
  ask('anatol', 'anatol', 'wire', 'vault')
})
afterEach(() => governance.close())

function ask(requester: string, forWhom: string, ...items: string[]) {
  const wishes = items.map((itemId) => ({ itemId, action: 'add', fields: {} }) as const)
  createRequests(governance.env, governance.as(requester), { people: [forWhom], items: wishes, comment: '' }, null)
}
const find = (words: string, more: object = {}) => {
  const listQuery = { ...emptyFilter, party: null, status: null, words, ...more }
  const { items, total } = listRequests(governance.env.store.reader, listQuery, true)
  expect(total).toBe(items.length)
  return items.map(({ requestee }) =>
    governance.env.store.reader.prepare('SELECT idm_id FROM identity WHERE id = ?').pluck().get(requestee),
  )
}

it.each([
  ['ana', ['anatol', 'ana silva']],
  ['SILVA', ['ana silva']],
  ['silv', ['ana silva']],
  ['ilva', []],
  ['ben', ['ben ito', 'ana silva']],
  ['wire', ['anatol', 'ana silva']],
  ['approv', ['anatol', 'ana silva']],
  ['ben wire', ['ana silva']],
  ['wire vault', ['anatol']],
  ['ana vault', ['anatol']],
  ['nobody', []],
  ['  ', ['anatol', 'ben ito', 'ana silva']],
])('by “%s” finds who asked, for whom, and what', (words, whose) => expect(find(words)).toEqual(whose))

it('narrows what else is asked for', () =>
  expect([find('wire', { party: governance.idOf('anatol') }), find('wire', { status: 'closed' })]).toEqual([
    ['anatol'],
    [],
  ]))

it.each(['"', '""', '-', '*', 'a"b', "'", '(', 'AND', 'NOT ana', '%', ':', '{full_name}', '\u0000'])(
  'takes %j as words and not as a language',
  (words) => expect(() => find(words)).not.toThrow(),
)

it.each(['ana', 'silva', 'ito', 'wire', 'vault', 'approval', 'ben wire', 'cu.example', 'nobody', 'ana silva'])(
  'finds the same by “%s” whether it is rare or not',
  (words) => {
    const db = governance.env.store.reader
    const [rare, common] = [undefined, { people: -1, entries: -1 }].map((most) => {
      const { sql, values } = allOf(conditionsOfWords(db, words, most))
      return db
        .prepare(`SELECT r.id FROM request r WHERE ${sql} ORDER BY r.id`)
        .pluck()
        .all(...values)
    })
    expect(common).toEqual(rare)
  },
)
