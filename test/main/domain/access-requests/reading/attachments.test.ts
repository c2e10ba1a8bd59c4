import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { tasksOf } from '../../../../../src/main/domain/access-requests/workflow/approvals.service.ts'
import { decideTask } from '../../../../../src/main/domain/access-requests/approvals/decisions.service.ts'
import { recordDecisionWithEvidence } from '../../../../../src/main/domain/access-requests/approvals/recorded-decision.service.ts'
import {
  attachFile,
  removeAttachment,
} from '../../../../../src/main/domain/access-requests/reading/attachments.service.ts'
import type { Request } from '../../../../../src/main/domain/access-requests/model/request.ts'
import { createRequests } from '../../../../../src/main/domain/access-requests/submission/requests.service.ts'
import { type Governance, startGovernance } from '../../../../support/governance.ts'

let governance: Governance
let request: Request
beforeEach(() => {
  governance = startGovernance()
  for (const name of ['ana', 'admin', 'boss', 'chief']) governance.person(name)
  for (const id of ['vault', 'keys']) governance.role(id)
  governance.item('vault', { approvers: ['managed/user/boss'] })
  governance.item('keys', { approvers: ['managed/user/chief'] })
  const items = ['vault', 'keys'].map((itemId) => ({ itemId, action: 'add', fields: {} }) as const)
  const [created] = createRequests(governance.env, governance.as('ana'), { people: ['ana'], items, comment: '' }, null)
  if (!created) throw new Error('nothing was made')
  request = created
})
afterEach(() => governance.close())

const admin = () => governance.as('admin', 'requests:manage')
const add = (fileName: string, bytes = Buffer.from('signed')) =>
  attachFile(governance.env, governance.as('ana'), {
    requestId: request.key,
    itemIds: [],
    fileName,
    fileType: 'text/plain',
    content: bytes.toString('base64'),
  })
const task = (approver: string) => {
  const approvalTask = tasksOf(governance.env.store.reader, request.id).find(
    ({ approver: { id } }) => id === governance.idOf(approver),
  )
  if (!approvalTask) throw new Error(`no task of ${approver}`)
  return approvalTask
}
const stays = (fileName: string) =>
  expect.objectContaining({
    code: 'conflict',
    message: `${fileName} was there when something of this request was decided, so it stays.`,
  })

describe('evidence that somebody would like to exchange', () => {
  it('stays where it came with a decision on paper, for an administrator too', () => {
    const { key, revision } = task('boss')
    const evidence = { fileName: 'letter.txt', fileType: 'text/plain', content: 'aGk=' }
    const word = { all: 'yes', comment: '' } as const
    recordDecisionWithEvidence(governance.env, admin(), {
      key,
      revision,
      decided: word,
      decider: governance.idOf('boss'),
      evidence,
    })
    expect(() => removeAttachment(governance.env, admin(), request.key, 'letter.txt')).toThrow(stays('letter.txt'))
  })

  it('stays where it was there before somebody decided', () => {
    add('why.txt')
    governance.people.advance(1000)
    decideTask(governance.env, governance.as('boss'), {
      taskKey: task('boss').key,
      revision: null,
      decided: { all: 'yes', comment: '' },
    })
    expect(() => removeAttachment(governance.env, governance.as('ana'), request.key, 'why.txt')).toThrow(
      stays('why.txt'),
    )
  })

  it('can be removed until a decision follows it', () => {
    decideTask(governance.env, governance.as('boss'), {
      taskKey: task('boss').key,
      revision: null,
      decided: { all: 'yes', comment: '' },
    })
    governance.people.advance(1000)
    add('late.txt')
    expect(() => removeAttachment(governance.env, governance.as('ana'), request.key, 'late.txt')).not.toThrow()
  })
})

describe('the name of a file', () => {
  it.each(['', '.', '..', ' .. ', '../x', 'a\\b'])('is not %j', (name) =>
    expect(() => add(name)).toThrow(
      expect.objectContaining({
        code: 'invalid',
        errors: [{ field: 'fileName', message: 'must be the name of a file, without a path' }],
      }),
    ),
  )

  it.each([
    'a\r\nX-Evil: 1',
    'a\0.txt',
    'a\u0085b',
    'a\u001b[2J',
    'exe\u202Efdp.txt',
    'a\u2066b',
    'a\u2028b',
    'a\ud800',
  ])('hides nothing from who reads it: %j', (name) =>
    expect(() => add(name)).toThrow(
      expect.objectContaining({
        code: 'invalid',
        errors: [{ field: 'fileName', message: 'must not hold line breaks, control characters or marks of direction' }],
      }),
    ),
  )

  it.each(['.profile', 'Ünterlagen 👍.pdf', 'מסמך.pdf', '..a'])('may be %s', (name) =>
    expect(add(name).fileName).toBe(name),
  )
})

describe('a disk that somebody would like to fill', () => {
  it('takes 50 files of one request', () => {
    for (let i = 0; i < 50; i++) add(`${i}.txt`)
    expect(() => add('one-more.txt')).toThrow(
      expect.objectContaining({ code: 'too-large', message: 'A request may have at most 50 files.' }),
    )
    removeAttachment(governance.env, governance.as('ana'), request.key, '0.txt')
    expect(() => add('instead.txt')).not.toThrow()
  })

  it('takes 60 MiB of one request', () => {
    const piece = Buffer.alloc(10 * 1024 * 1024)
    for (let i = 0; i < 6; i++) add(`${i}.bin`, piece)
    expect(() => add('straw.bin', Buffer.alloc(1))).toThrow(
      expect.objectContaining({
        code: 'too-large',
        message: 'The files of a request may have at most 62914560 bytes together.',
      }),
    )
  })
})
