import { randomUUID } from 'node:crypto'
import type { Stage, StagePerson } from './authorization-stage.ts'

/** One call, on an object that was made for it. */
export interface Call {
  readonly path: string
  /** A function where it says who asks. */
  readonly body?: unknown
}
export type Specimen = (stage: Stage) => Call | Promise<Call>

const request = 'access-request/request'
const at =
  (path: string, body?: unknown): Specimen =>
  () =>
    body === undefined ? { path } : { path, body }
const single = (specimen: Specimen) => ({ '': specimen })
const file = { fileName: 'note.txt', fileType: 'text/plain', content: 'aGVsbG8=' }

/** A call that is about a task which waits for a decision, and about one which waits to be carried out. */
const onTasks = (call: (taskId: string, stage: Stage) => Call): Record<string, Specimen> => ({
  'put to the approver': async (stage) => call((await stage.asked()).taskId, stage),
  'to be carried out by the provisioner': async (stage) => call((await stage.approved()).taskId, stage),
})

/** A call that is about a request in each of its stages, and about one of the administrator's own. */
const onRequests = (call: (requestId: string, stage: Stage) => Call | Promise<Call>): Record<string, Specimen> => ({
  'while the approver decides': async (stage) => call((await stage.asked()).requestId, stage),
  'while the provisioner carries it out': async (stage) => call((await stage.approved()).requestId, stage),
})
const ofAdministrators = (call: (requestId: string, stage: Stage) => Call): Record<string, Specimen> => ({
  'of others': async (stage) => call((await stage.asked()).requestId, stage),
  'for the administrator': async (stage) => call((await stage.asked('requester', 'arAdmin')).requestId, stage),
  'made by the administrator': async (stage) => call((await stage.asked('arAdmin', 'requestee')).requestId, stage),
})

/** The requester's file on a request. */
const withFile =
  (call: (requestId: string) => Call) =>
  async (requestId: string, stage: Stage): Promise<Call> => {
    await stage.made('POST', `${request}?_action=upload`, { requestId, ...file }, 'requester')
    return call(requestId)
  }

const fresh = () => randomUUID().slice(0, 8)
const bundle = async (stage: Stage) =>
  stage.made('POST', 'access-request/bundle', {
    name: `Bundle ${fresh()}`,
    description: '',
    class: 'requestable-item-bundle',
    constraints: {},
    itemIds: [stage.itemId],
  })
const fieldBody = () => ({ name: `field-${fresh()}`, description: '', inputType: 'text', required: false })
const field = (stage: Stage) => stage.made('POST', 'access-request/requestFields?_action=create', fieldBody())
const entryBody = () => ({ class: 'identity', attributeName: `x${fresh()}` })
const entry = (stage: Stage) => stage.made('POST', 'commons/glossary?_action=create', entryBody())
const policyBody = () => ({
  name: `Policy ${fresh()}`,
  expression: JSON.stringify({ operator: 'EQUALS', operand: { targetName: 'sn', targetValue: 'nobody' } }),
  riskLevel: '5',
})
const policy = (stage: Stage) => stage.made('POST', 'governance/adminPolicy?_action=create', policyBody())
const scan = 'governance/policyScan'
const adHocBody = () => ({ name: `Scan ${fresh()}`, scanType: 'ad-hoc', schedule: '', policies: [] })
const planBody = () => ({ name: `Scan ${fresh()}`, scanType: 'scheduled', schedule: '28 2 0 1 1/1 ?', policies: [] })
const plan = (stage: Stage) => stage.made('POST', `${scan}?_action=scheduled`, planBody())
const userBody = (id: string) => ({ userName: `made.${id}`, givenName: 'Made', sn: 'Doe' })
const user = async (stage: Stage) => {
  const id = fresh()
  return stage.made('PUT', `managed/user/${id}`, userBody(id))
}
const replaceName = [{ operation: 'replace', field: 'name', value: 'Other' }]

const roles = (kind: 'managed' | 'internal'): Record<string, Record<string, Specimen>> => {
  const role = (stage: Stage) => stage.made('PUT', `${kind}/role/${fresh()}`, { name: 'A role' })
  const on = (body?: unknown) =>
    single(async (stage) => ({
      path: `${kind}/role/${(await role(stage))._id}`,
      ...(body === undefined ? {} : { body }),
    }))
  return {
    [`GET ${kind}/role`]: single(at(`${kind}/role?_queryFilter=${encodeURIComponent('_id eq "no such role"')}`)),
    [`POST ${kind}/role`]: single(at(`${kind}/role`, { name: 'A role' })),
    [`GET ${kind}/role/:id`]: on(),
    [`PUT ${kind}/role/:id`]: on({ name: 'Other' }),
    [`PATCH ${kind}/role/:id`]: on(replaceName),
    [`DELETE ${kind}/role/:id`]: on(),
  }
}

/** What is sent for each operation: its method, its path and the first of its actions name it. */
export const specimens: Readonly<Record<string, Readonly<Record<string, Specimen>>>> = {
  'GET access-request/user': single(at('access-request/user?queryString=requestee')),
  'GET access-request/user/requestees': single(at('access-request/user/requestees')),
  'GET access-request/user/:id+': single(at('access-request/user/requestee')),
  'GET access-request/approval/admin': single(async (stage) => ({
    path: `access-request/approval/admin?id=${(await stage.asked()).taskId}`,
  })),
  'GET access-request/approval': onTasks((taskId) => ({ path: `access-request/approval?id=${taskId}` })),
  'GET access-request/approval/:id': onTasks((taskId) => ({ path: `access-request/approval/${taskId}` })),
  'POST access-request/approval getRecommendations': {
    'about somebody of whom a task waits': async (stage) => {
      await stage.asked()
      return {
        path: 'access-request/approval?_action=getRecommendations',
        body: { userId: 'requestee', entitlements: [stage.itemId] },
      }
    },
    'about somebody else': (stage) => ({
      path: 'access-request/approval?_action=getRecommendations',
      body: { userId: 'endUser', entitlements: [stage.itemId] },
    }),
  },
  'POST access-request/approval': single(async (stage) => ({
    path: 'access-request/approval',
    body: {
      requestId: (await stage.asked()).requestId,
      itemIds: [stage.itemId],
      approverId: 'managed/user/endUser',
    },
  })),
  [`POST ${request} cancel`]: onRequests((requestId) => ({
    path: `${request}?_action=cancel`,
    body: { requestIds: [requestId] },
  })),
  [`POST ${request} reassign`]: onTasks((taskId) => ({
    path: `${request}?_action=reassign`,
    body: { approvalIds: [taskId], newApproverId: 'managed/user/endUser' },
  })),
  [`POST ${request} consult`]: onTasks((taskId) => ({
    path: `${request}?_action=consult`,
    body: { approvalIds: [taskId], consultId: 'managed/user/endUser' },
  })),
  [`POST ${request} cancelconsult`]: single(async (stage) => ({
    path: `${request}?_action=cancelconsult`,
    body: { approvalIds: [(await stage.asked()).taskId] },
  })),
  [`POST ${request} upload`]: onRequests((requestId) => ({
    path: `${request}?_action=upload`,
    body: { requestId, ...file },
  })),
  [`POST ${request} download`]: onRequests(
    withFile((requestId) => ({ path: `${request}?_action=download`, body: { requestId, fileName: file.fileName } })),
  ),
  [`POST ${request} removeFile`]: onRequests(
    withFile((requestId) => ({ path: `${request}?_action=removeFile`, body: { requestId, fileName: file.fileName } })),
  ),
  [`POST ${request} comment`]: {
    ...onRequests((requestId) => ({ path: `${request}?_action=comment`, body: { requestId, comment: 'Why?' } })),
    'hidden from requester and requestee': async (stage) => ({
      path: `${request}?_action=comment`,
      body: { requestId: (await stage.asked()).requestId, comment: 'Why?', isHidden: true },
    }),
  },
  [`POST ${request} update`]: ofAdministrators((requestId, { itemId }) => ({
    path: `${request}?_action=update`,
    body: { requestId, items: [{ itemId, outcome: 'provisioned' }] },
  })),
  [`POST ${request}`]: {
    'for oneself': ({ itemId }) => ({
      path: request,
      body: (person: StagePerson) => ({ userIds: [person], items: [{ itemId, requestType: 'add' }] }),
    }),
    'for somebody else': ({ itemId }) => ({
      path: request,
      body: { userIds: ['requestee'], items: [{ itemId, requestType: 'add' }] },
    }),
  },
  [`POST ${request}/policy`]: {
    'about oneself': ({ itemId }) => ({
      path: `${request}/policy`,
      body: (person: StagePerson) => ({ userIds: [person], items: [{ itemId, requestType: 'add' }] }),
    }),
    'about somebody else': ({ itemId }) => ({
      path: `${request}/policy`,
      body: { userIds: ['requestee'], items: [{ itemId, requestType: 'add' }] },
    }),
  },
  [`POST ${request}/approval complete`]: {
    'put to the approver': async (stage) => ({
      path: `${request}/approval?_action=complete`,
      body: {
        approvalId: (await stage.asked()).taskId,
        approvalData: [{ itemId: stage.itemId, outcome: 'approved' }],
      },
    }),
    'to be carried out by the provisioner': async (stage) => ({
      path: `${request}/approval?_action=complete`,
      body: {
        approvalId: (await stage.approved()).taskId,
        approvalData: [{ itemId: stage.itemId, outcome: 'not provisioned' }],
      },
    }),
  },
  [`POST ${request}/approval approved`]: {
    ...onTasks((approvalId) => ({ path: `${request}/approval?_action=approved`, body: { approvalId } })),
    'made by the approver': async (stage) => ({
      path: `${request}/approval?_action=approved`,
      body: { approvalId: await ownTask(stage, 'approver', 'requestee') },
    }),
    'for the approver': async (stage) => ({
      path: `${request}/approval?_action=approved`,
      body: { approvalId: await ownTask(stage, 'requester', 'approver') },
    }),
  },
  [`POST ${request}/approval rejected`]: onTasks((approvalId) => ({
    path: `${request}/approval?_action=rejected`,
    body: { approvalId },
  })),
  [`GET ${request}/admin`]: single(async (stage) => ({
    path: `${request}/admin?id=${(await stage.asked()).requestId}`,
  })),
  [`GET ${request}/download`]: onRequests(
    withFile((requestId) => ({ path: `${request}/download?requestId=${requestId}&fileName=${file.fileName}` })),
  ),
  [`GET ${request}`]: onRequests((requestId) => ({ path: `${request}?id=${requestId}` })),
  [`GET ${request}/:id`]: onRequests((requestId) => ({ path: `${request}/${requestId}` })),
  [`POST ${request}/:id *`]: ofAdministrators((requestId, { itemId }) => ({
    path: `${request}/${requestId}?_action=asdasd`,
    body: { items: [{ itemId, outcome: 'denied' }] },
  })),
  'POST access-request/provision': ofAdministrators((requestId, { itemId }) => ({
    path: 'access-request/provision',
    body: { requestId, itemId, requestType: 'add' },
  })),
  'POST governance/policyScan check': single(
    at('governance/policyScan?_action=check', {
      userId: 'requestee',
      attributes: [{ attribute: 'sn', value: 'Roe', action: 'replace' }],
    }),
  ),
  'GET governance/activePolicyScan': single(at('governance/activePolicyScan')),
  'GET governance/activePolicyScan/:id': single(async (stage) => {
    const path = `governance/activePolicyScan/${(await stage.made('POST', `${scan}?_action=adhoc`, adHocBody()))._id}`
    while ((await stage.made('GET', path)).state === 'running') await new Promise((done) => setTimeout(done, 50))
    return { path }
  }),
  'POST governance/policyScan adhoc': single(() => ({ path: `${scan}?_action=adhoc`, body: adHocBody() })),
  'POST governance/policyScan scheduled': single(() => ({ path: `${scan}?_action=scheduled`, body: planBody() })),
  'POST governance/policyScan reactive': single(at(`${scan}?_action=reactive`, { userId: 'requestee' })),
  'POST governance/policyScan configure': single(
    at(`${scan}?_action=configure`, { expirationDate: '15 days', escalationSchedule: [] }),
  ),
  'POST governance/policyScan delete': single(async (stage) => ({
    path: `${scan}?_action=delete`,
    body: { ids: [(await plan(stage))._id] },
  })),
  'GET governance/policyScan': single(at(`${scan}?q=no such scan`)),
  'GET governance/policyScan/reactive': single(at(`${scan}/reactive`)),
  'GET governance/policyScan/:id': single(async (stage) => ({ path: `${scan}/${(await plan(stage))._id}` })),
  'PUT governance/policyScan/:id': single(async (stage) => ({
    path: `${scan}/${(await plan(stage))._id}`,
    body: planBody(),
  })),
  'GET governance/adminPolicy/policies': single(at('governance/adminPolicy/policies?q=no such policy')),
  'POST governance/adminPolicy/policies *': single(async (stage) => ({
    path: 'governance/adminPolicy/policies?_action=delete',
    body: { ids: [(await policy(stage))._id] },
  })),
  'POST governance/adminPolicy *': single(() => ({
    path: 'governance/adminPolicy?_action=create',
    body: policyBody(),
  })),
  'GET governance/adminPolicy/:id': single(async (stage) => ({
    path: `governance/adminPolicy/${(await policy(stage))._id}`,
  })),
  'POST governance/adminPolicy/:id *': single(async (stage) => ({
    path: `governance/adminPolicy/${(await policy(stage))._id}?_action=update`,
    body: policyBody(),
  })),
  'GET commons/workflow': single(at('commons/workflow')),
  'POST access-request/notification/:template/:id': single(async (stage) => ({
    path: `access-request/notification/REQUEST_CANCELLED/${(await stage.asked()).requestId}`,
    body: {},
  })),
  'POST access-request/notification/:template': single(async (stage) => ({
    path: 'access-request/notification/APPROVAL_TASK_CREATED',
    body: { approvalId: (await stage.asked()).taskId },
  })),
  'GET repo/governance/approvalTask': single(async (stage) => ({
    path: `repo/governance/approvalTask?_queryFilter=${encodeURIComponent(`_id eq "${(await stage.asked()).taskId}"`)}`,
  })),
  'GET repo/governance/approvalTask/:id': single(async (stage) => ({
    path: `repo/governance/approvalTask/${(await stage.asked()).taskId}`,
  })),
  'PUT repo/governance/approvalTask/:id': {
    'of others': async (stage) => {
      const { requestId, taskId } = await stage.asked()
      return putTask(stage, taskId, requestId, 'managed/user/endUser')
    },
    'to whom it is for': async (stage) => {
      const { requestId, taskId } = await stage.asked()
      return putTask(stage, taskId, requestId, 'managed/user/requestee')
    },
  },
  'DELETE repo/governance/approvalTask/:id': single(async (stage) => ({
    path: `repo/governance/approvalTask/${(await stage.asked()).taskId}`,
  })),
  'GET repo/governance/request': single(async (stage) => ({
    path: `repo/governance/request?_queryFilter=${encodeURIComponent(`_id eq "${(await stage.asked()).requestId}"`)}`,
  })),
  'GET repo/governance/request/:id': single(async (stage) => ({
    path: `repo/governance/request/${(await stage.asked()).requestId}`,
  })),
  'PUT repo/governance/request/:id': {
    'of others': async (stage) => putRequest(stage, (await stage.asked()).requestId, 'requester', 'requestee'),
    'for the administrator': async (stage) =>
      putRequest(stage, (await stage.asked('requester', 'idmAdmin')).requestId, 'requester', 'idmAdmin'),
    'made by the administrator': async (stage) =>
      putRequest(stage, (await stage.asked('idmAdmin', 'requestee')).requestId, 'idmAdmin', 'requestee'),
  },
  'DELETE repo/governance/request/:id': single(async (stage) => ({
    path: `repo/governance/request/${(await stage.asked()).requestId}`,
  })),
  'GET managed/user': single(at(`managed/user?_queryFilter=${encodeURIComponent('_id eq "requestee"')}`)),
  'POST managed/user': single(() => ({ path: 'managed/user', body: userBody(fresh()) })),
  'GET managed/user/:id': single(at('managed/user/requestee')),
  'PUT managed/user/:id': single(() => {
    const id = fresh()
    return { path: `managed/user/${id}`, body: userBody(id) }
  }),
  'PATCH managed/user/:id': single(async (stage) => ({
    path: `managed/user/${(await user(stage))._id}`,
    body: [{ operation: 'replace', field: 'title', value: 'Teller' }],
  })),
  'DELETE managed/user/:id': single(async (stage) => ({ path: `managed/user/${(await user(stage))._id}` })),
  ...roles('managed'),
  ...roles('internal'),
  'GET info/ping': single(at('info/ping')),
  'GET info/version': single(at('info/version')),
  'GET info/login': single(at('info/login')),
  'POST access-request/item/fields/:id+': single(({ itemId }) => ({
    path: `access-request/item/fields/${itemId}`,
    body: {},
  })),
  'POST access-request/item/fields': single(({ itemId }) => ({
    path: 'access-request/item/fields',
    body: { itemIds: [itemId] },
  })),
  'GET access-request/item': single(at('access-request/item')),
  'GET access-request/item/:id+': single(({ itemId }) => ({ path: `access-request/item/${itemId}` })),
  'GET access-request/bundle': single(at('access-request/bundle?queryString=nosuchbundle')),
  'GET access-request/bundle/:id': single(async (stage) => ({
    path: `access-request/bundle/${(await bundle(stage))._id}`,
  })),
  'POST access-request/bundle': single(({ itemId }) => ({
    path: 'access-request/bundle',
    body: { name: `Bundle ${fresh()}`, description: '', itemIds: [itemId] },
  })),
  'POST access-request/bundle/:id update': single(async (stage) => {
    const created = await bundle(stage)
    return { path: `access-request/bundle/${created._id}?_action=update`, body: created }
  }),
  'DELETE access-request/bundle/:id': single(async (stage) => ({
    path: `access-request/bundle/${(await bundle(stage))._id}`,
  })),
  'GET access-request/requestFields': single(at('access-request/requestFields?name=nosuchfield')),
  'POST access-request/requestFields': single(() => ({
    path: 'access-request/requestFields?_action=create',
    body: fieldBody(),
  })),
  'POST access-request/requestFields delete': single(async (stage) => ({
    path: 'access-request/requestFields?_action=delete',
    body: { fieldIds: [(await field(stage))._id] },
  })),
  'GET access-request/requestFields/:id': single(async (stage) => ({
    path: `access-request/requestFields/${(await field(stage))._id}`,
  })),
  'POST access-request/requestFields/:id update': single(async (stage) => {
    const created = await field(stage)
    return { path: `access-request/requestFields/${created._id}?_action=update`, body: created }
  }),
  'GET access-request/requestable/:id+': single(({ itemId }) => ({ path: `access-request/requestable/${itemId}` })),
  'GET access-request/requestable': {
    'by name': at('access-request/requestable?queryString=Vault'),
    'with what the requestee holds': at('access-request/requestable?userId=requestee&queryString=Vault'),
  },
  'GET commons/glossary/:id': single(({ itemId }) => ({ path: `commons/glossary/${itemId}` })),
  'DELETE commons/glossary/:id': single(async (stage) => ({ path: `commons/glossary/${(await entry(stage))._id}` })),
  'POST commons/glossary/:id update': single(async (stage) => {
    const created = await entry(stage)
    return { path: `commons/glossary/${created._id}?_action=update`, body: created }
  }),
  'POST commons/glossary': single(() => ({ path: 'commons/glossary?_action=create', body: entryBody() })),
  'GET commons/glossary': single(at(`commons/glossary?queryFilter=${encodeURIComponent('displayName eq "Vault"')}`)),
  'GET access-request/:id': single(({ itemId }) => ({ path: `access-request/${itemId}` })),
}

/** The task of a request whose approver made it, or is who it is for. */
async function ownTask(stage: Stage, by: StagePerson, forWhom: StagePerson): Promise<string> {
  const requestInput = { userIds: [forWhom], items: [{ itemId: stage.itemId, requestType: 'add', fields: {} }] }
  const { result } = await stage.made('POST', request, requestInput, by)
  return result[0].approvalTasks[0]
}

const putTask = (stage: Stage, taskId: string, requestId: string, approverId: string): Call => ({
  path: `repo/governance/approvalTask/${taskId}`,
  body: { requestId, itemIds: [stage.itemId], approverId, status: 'in-progress' },
})

const putRequest = (stage: Stage, requestId: string, requesterId: StagePerson, requesteeId: StagePerson): Call => ({
  path: `repo/governance/request/${requestId}`,
  body: {
    requesterId: `managed/user/${requesterId}`,
    requesteeId: `managed/user/${requesteeId}`,
    status: 'complete',
    items: [{ itemId: stage.itemId, requestType: 'add', outcome: 'provisioned' }],
  },
})
