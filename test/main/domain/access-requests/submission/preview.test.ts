import { afterEach, beforeEach, expect, it } from 'vitest'
import { createEntry, removeEntry } from '../../../../../src/main/domain/catalogue/catalogue.service.ts'
import { listCatalogue } from '../../../../../src/main/domain/catalogue/items.service.ts'
import { previewRequest } from '../../../../../src/main/domain/access-requests/submission/preview.service.ts'
import {
  cancelRequest,
  createRequests,
} from '../../../../../src/main/domain/access-requests/submission/requests.service.ts'
import type { Participant } from '../../../../../src/main/domain/sign-in/participant.ts'
import { type Governance, startGovernance } from '../../../../support/governance.ts'

let governance: Governance
beforeEach(() => {
  governance = startGovernance()
  for (const [name, manager] of [['boss'], ['ana', 'boss'], ['eve']] as const) governance.person(name, manager)
  for (const id of ['vault', 'keys']) {
    governance.role(id)
    governance.item(id)
  }
})
afterEach(() => governance.close())

const inputFor = (...ids: string[]) => ({
  people: ['ana'],
  items: ids.map((itemId) => ({ itemId, action: 'add', fields: {} }) as const),
  comment: '',
})
const askedAlready = (participant: Participant) =>
  previewRequest(governance.env.store.reader, participant, inputFor('vault', 'keys')).people[0]?.items.map(
    ({ alreadyRequested: requested }) => requested,
  )

it('says what is asked for already, to who may see it, and as long as it is open', () => {
  expect(askedAlready(governance.as('ana'))).toEqual([false, false])
  const [request] = createRequests(governance.env, governance.as('eve'), inputFor('vault'), null)
  expect(askedAlready(governance.as('ana'))).toEqual([true, false])
  expect(askedAlready(governance.as('boss'))).toEqual([true, false])
  expect(askedAlready(governance.as('eve'))).toEqual([false, false])
  cancelRequest(governance.env, governance.as('eve'), request?.key ?? '', 'too soon')
  expect(askedAlready(governance.as('ana'))).toEqual([false, false])
})

it('a bundle is offered as long as one of its entries can be requested', () => {
  const clerk = governance.as('boss', 'requests:manage', 'catalogue:write')
  const body = { name: 'Branch', description: '', itemIds: ['vault', 'keys'] }
  createEntry(governance.env, clerk, { key: 'branch', class: 'requestable-item-bundle', body })
  const question = { words: 'branch', class: null, application: null, requestable: true }
  const offered = () => listCatalogue(governance.env.store.reader, question, 0, 9).total
  expect(offered()).toBe(1)
  removeEntry(governance.env, clerk, 'vault', null)
  expect(offered()).toBe(1)
  removeEntry(governance.env, clerk, 'keys', null)
  expect(offered()).toBe(0)
})
