import { afterEach, beforeEach, expect, it } from 'vitest'
import { tasksOf } from '../../../../../src/main/domain/access-requests/workflow/approvals.service.ts'
import { approvalCard } from '../../../../../src/main/domain/access-requests/approvals/card.service.ts'
import { createField } from '../../../../../src/main/domain/catalogue/request-fields.service.ts'
import type { FieldDefinition } from '../../../../../src/main/domain/catalogue/request-fields.ts'
import { readAttachment } from '../../../../../src/main/domain/access-requests/reading/attachments.service.ts'
import { itemsOf } from '../../../../../src/main/domain/access-requests/workflow/read-request.service.ts'
import { createRequests } from '../../../../../src/main/domain/access-requests/submission/requests.service.ts'
import type { CreateItemInput } from '../../../../../src/main/domain/access-requests/submission/create-input.service.ts'
import { type Governance, startGovernance } from '../../../../support/governance.ts'

let governance: Governance
beforeEach(() => {
  governance = startGovernance()
  for (const [name, manager] of [['boss'], ['ana', 'boss'], ['ben', 'boss']] as const) governance.person(name, manager)
  const file = { description: '', inputType: 'file', inputOptions: [], objectType: null, required: false } as const
  for (const name of ['contract', 'badge'])
    createField(governance.env, glossary(), { ...file, name } satisfies FieldDefinition)
  for (const id of ['vault', 'keys']) {
    governance.role(id)
    governance.item(id, { requestFields: ['contract', 'badge'] })
  }
})
afterEach(() => governance.close())

const glossary = () => governance.as('boss', '*')
const db = () => governance.env.store.reader
const file = (fileName: string, text: string) => ({
  fileName,
  fileType: 'text/plain',
  content: Buffer.from(text).toString('base64'),
})
const asking = (itemId: string, fields: CreateItemInput['fields']): CreateItemInput => ({
  itemId,
  action: 'add',
  fields,
})
const ask = (people: string[], ...items: CreateItemInput[]) =>
  createRequests(governance.env, governance.as('ana'), { people, items, comment: '' }, null)
const count = (table: string) => db().prepare(`SELECT count(*) FROM ${table}`).pluck().get()

it('keeps a file that answers a field as an attachment of its item, byte for byte, for each person', () => {
  const requests = ask(
    ['ana', 'ben'],
    asking('vault', { contract: file('vault.txt', 'signed\r\nby Ana') }),
    asking('keys', {}),
  )
  expect(requests).toHaveLength(2)
  for (const request of requests) {
    const [vault] = itemsOf(db(), request.id)
    expect(vault?.fields).toEqual({ contract: 'vault.txt' })
    const { attachment, bytes } = readAttachment(db(), governance.as('boss'), request.key, 'vault.txt')
    expect(bytes.toString()).toBe('signed\r\nby Ana')
    expect(attachment.items).toEqual([vault?.id])
    expect(tasksOf(db(), request.id)).not.toHaveLength(0)
  }
})

it('says everything that is wrong with the files of a request, with their places, and makes nothing', () => {
  const wrong = () =>
    ask(
      ['ana'],
      asking('vault', { contract: file('../vault.txt', 'a'), badge: { ...file('badge.txt', ''), content: '?' } }),
      asking('keys', { contract: file('same.txt', 'a'), badge: file('same.txt', 'b') }),
    )
  expect(wrong).toThrow(
    expect.objectContaining({
      code: 'invalid',
      errors: [
        { field: 'items.0.fields.contract.fileName', message: expect.stringContaining('without a path') },
        { field: 'items.0.fields.badge.content', message: 'is not Base64' },
        { field: 'items.1.fields.badge', message: 'repeats the file name same.txt' },
      ],
    }),
  )
  expect([count('request'), count('attachment')]).toEqual([0, 0])
})

it('takes as an answer only somebody who is there where it asks for somebody, and says who it is by name', () => {
  const field = {
    name: 'deputy',
    description: '',
    inputOptions: [],
    objectType: 'managed/user',
    required: true,
  } as const
  createField(governance.env, glossary(), { ...field, inputType: 'typeahead' } satisfies FieldDefinition)
  governance.role('safe')
  governance.item('safe', { requestFields: ['deputy'] })
  const wrong = expect.objectContaining({
    errors: [{ field: 'items.0.fields.deputy', message: expect.stringContaining('long id') }],
  })
  for (const deputy of ['nobody', 'managed/user/nobody', 7])
    expect(() => ask(['ana'], asking('safe', { deputy }))).toThrow(wrong)
  const [request] = ask(['ana'], asking('safe', { deputy: 'managed/user/ben' }))
  const [task] = tasksOf(db(), request?.id ?? 0)
  const { requested: requestedItems } = approvalCard(db(), governance.as('boss'), task?.key ?? '')
  expect(requestedItems[0]?.answers).toEqual([{ name: 'deputy', value: 'managed/user/ben', words: 'ben' }])
})

it('notifies the requester when a request fails unexpectedly, and stores nothing of it', () => {
  governance.env.store.transact((tx) =>
    tx.exec("CREATE TRIGGER full BEFORE INSERT ON approval_task BEGIN SELECT raise(ABORT, 'the disk is full'); END"),
  )
  expect(() => ask(['ben'], asking('vault', {}))).toThrow('the disk is full')
  expect(count('request')).toBe(0)
  const messages = db().prepare('SELECT template, identity_id, body FROM outbox').all()
  expect(messages).toEqual([
    {
      template: 'CREATE_REQUEST_FAILED',
      identity_id: governance.idOf('ana'),
      body: expect.stringContaining('nothing of it was kept'),
    },
  ])
})

it('sends no message when a request is refused: the answer has the reason', () => {
  expect(() => ask(['nobody'], asking('vault', {}))).toThrow(expect.objectContaining({ code: 'not-found' }))
  expect(count('outbox')).toBe(0)
})

it('is made for as many people as can be kept in one go', () => {
  const many = Array.from({ length: 130 }, (_, i) => `p${i}`)
  const items = Array.from({ length: 80 }, (_, i) => `r${i}`)
  for (const name of many) governance.person(name)
  for (const id of items) {
    governance.role(id)
    governance.item(id)
  }
  const large = file('scan.pdf', 'x'.repeat(2 * 1024 * 1024))
  expect(() => ask(many, asking('vault', { contract: large }))).toThrow(expect.objectContaining({ code: 'too-large' }))
  expect(() => ask(many, ...items.map((id) => asking(id, {})))).toThrow(
    expect.objectContaining({ code: 'invalid', errors: [expect.objectContaining({ field: 'people' })] }),
  )
  expect(count('request')).toBe(0)
  expect(ask(many.slice(0, 3), asking('vault', { contract: large }))).toHaveLength(3)
})
