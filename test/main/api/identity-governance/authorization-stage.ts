import { randomUUID } from 'node:crypto'
import { internal } from '../../../support/openidm.ts'
import { startTestHost, switchApi, type TestHost } from '../../../support/test-host.ts'

/** Who can have to do with a request, and who administers what. */
export const stagePeople = [
  'endUser',
  'requester',
  'requestee',
  'approver',
  'consult',
  'provisioner',
  'manager',
  'arAdmin',
  'glossaryAdmin',
  'reviewAdmin',
  'idmAdmin',
  'anonymous',
] as const
export type StagePerson = (typeof stagePeople)[number]

export interface Called {
  readonly status: number
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever came over the wire
  readonly body: any
}

/** A request with the task that waits in it. */
export interface Standing {
  readonly requestId: string
  readonly taskId: string
}

export interface Stage {
  /** An item that the approver decides, and that the provisioner then carries out. */
  readonly itemId: string
  call(person: StagePerson, method: string, path: string, body?: unknown): Promise<Called>
  /** By the operator of this machine, and the answer must be a good one. @returns its body */
  // oxlint-disable-next-line typescript/no-explicit-any -- whatever came over the wire
  made(method: string, path: string, body?: unknown, person?: StagePerson): Promise<any>
  /** A request of the requester for the requestee that waits for the approver, who asked the consult. */
  asked(by?: StagePerson, forWhom?: StagePerson): Promise<Standing>
  /** The same, approved: it waits for the provisioner. */
  approved(): Promise<Standing>
  close(): Promise<void>
}

const password = (id: string) => `five ${id} geese, swimming upstream`

export async function openStage(): Promise<Stage> {
  const test: TestHost = await startTestHost({ importsDir: null })
  await switchApi(test, true)
  const credentials = (person: StagePerson): Record<string, string> =>
    person === 'anonymous' ? {} : { 'x-openidm-username': `user.${person}`, 'x-openidm-password': password(person) }
  const send = async (person: StagePerson | null, method: string, path: string, body: unknown): Promise<Called> => {
    const headers = { 'content-type': 'application/json', ...(person === null ? {} : credentials(person)) }
    const init = body === undefined ? { method, headers } : { method, headers, body: JSON.stringify(body) }
    const request = new Request(`http://127.0.0.1/openidm/${path}`, init)
    const caller = person === null ? ({ kind: 'operator' } as const) : ({ kind: 'anonymous', channel: 'wire' } as const)
    const response = await test.host.fetch(request, caller)
    const text = await response.text()
    return { status: response.status, body: text === '' ? null : JSON.parse(text) }
  }
  const made = async (method: string, path: string, body?: unknown, person: StagePerson | null = null) => {
    const answered = await send(person, method, path, body)
    if (answered.status >= 300)
      throw new Error(`${method} ${path} → ${answered.status} ${JSON.stringify(answered.body)}`)
    return answered.body
  }
  const rights: Partial<Record<StagePerson, string>> = {
    arAdmin: 'access-request-admin',
    glossaryAdmin: 'glossary-admin',
    reviewAdmin: 'governance-administrator',
    idmAdmin: 'openidm-admin',
  }
  for (const id of [
    'manager',
    ...stagePeople.filter((candidate) => candidate !== 'manager' && candidate !== 'anonymous'),
  ] as const)
    await made('PUT', `managed/user/${id}`, {
      userName: `user.${id}`,
      password: password(id),
      givenName: id,
      sn: 'Doe',
      ...(id === 'requestee' ? { manager: { _ref: 'managed/user/manager' } } : {}),
      ...(rights[id] === undefined ? {} : internal(rights[id])),
    })
  await made('PUT', 'managed/role/vault', { name: 'Vault' })
  const { _id: itemId } = await made('POST', 'commons/glossary?_action=create', {
    class: 'object',
    objectId: 'managed/role/vault',
    displayName: 'Vault',
    order: [],
    requestable: true,
    approvers: ['managed/user/approver'],
    provisioner: 'managed/user/provisioner',
  })
  const stage: Stage = {
    itemId,
    call: (person, method, path, body) => send(person, method, path, body),
    made: (method, path, body, person) => made(method, path, body, person ?? null),
    async asked(by = 'requester', forWhom = 'requestee') {
      const requestInput = {
        userIds: [forWhom],
        items: [{ itemId, requestType: 'add', fields: {} }],
        comment: randomUUID(),
      }
      const { result } = await made('POST', 'access-request/request', requestInput, by)
      const [{ _id: requestId, approvalTasks }] = result
      const [taskId] = approvalTasks
      const asks = { approvalIds: [taskId], consultId: 'managed/user/consult' }
      await made('POST', 'access-request/request?_action=consult', asks, 'approver')
      return { requestId, taskId }
    },
    async approved() {
      const { requestId, taskId } = await stage.asked()
      await made('POST', 'access-request/request/approval?_action=approved', { approvalId: taskId }, 'approver')
      const { approvalTasks } = await made('GET', `repo/governance/request/${requestId}`)
      return { requestId, taskId: approvalTasks.at(-1) }
    },
    close: () => test.close(),
  }
  return stage
}
