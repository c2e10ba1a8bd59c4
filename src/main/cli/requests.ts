import { ApprovalTask, ApprovalTaskPage } from '../../contract/approvals.ts'
import { AccessRequestDetail, AccessRequestPage } from '../../contract/requests.ts'
import { callAllPages, callApi } from './ask.ts'
import { tokenOption, withCaller } from './caller.ts'
import { listOf, onlyArgument, usage } from './choices.ts'
import { type Command, type Context, dataOption, text } from './command.ts'
import { CliError, type ExitCode, exitCodes } from './exit-codes.ts'
import type { Reach } from './open.ts'
import { table, when } from './table.ts'

const options = { data: dataOption, 'token-file': tokenOption } as const
const statuses = ['active', 'closed', 'complete', 'cancelled'] as const

export const requestList: Command = {
  usage: '[--status STATUS] [--limit N] [--data DIR]',
  description: 'Lists access requests, newest first: all, or with a token those of its owner.',
  options: {
    ...options,
    status: { type: 'string', value: 'STATUS', help: `Only with this status: ${statuses.join(', ')}.` },
    limit: { type: 'string', value: 'N', help: 'How many at most. Default: 20.' },
  },
  examples: ['castellan request list --status active', 'castellan request list --json'],
  async run(context) {
    const limit = Number(text(context, 'limit') ?? '20')
    if (!Number.isInteger(limit) || limit < 1) throw usage('--limit takes a whole number from 1.')
    const wanted = text(context, 'status')
    const [status] = wanted === undefined ? [] : listOf(wanted, statuses, 'status')
    return withCaller(context, async (reached) => {
      const path = `/v1/requests?whose=all${status === undefined ? '' : `&status=${status}`}`
      const items = await callAllPages(reached, AccessRequestPage, path, limit)
      const rows = items.map((one) => [
        one.requestee.name,
        one.items.map(({ name, action }) => `${action} ${name}`).join(', '),
        one.statusText,
        when(one.requestedAt),
        one.id,
      ])
      const head = ['FOR', 'ITEMS', 'STATUS', 'REQUESTED', 'ID']
      context.result({ items }, table(head, rows, 'There are no requests.'))
      return exitCodes.finished
    })
  },
}

export const requestShow: Command = {
  usage: 'REQUEST [--data DIR]',
  description: 'Shows an access request with its tasks and its history. REQUEST is its id.',
  arguments: ['REQUEST'],
  options,
  examples: ['castellan request show 5f2c6a3e-… --json'],
  run: (context) =>
    withCaller(context, async (reached) => {
      const detail = await readRequest(reached, onlyArgument(context.positionals, 'request'))
      const { request, tasks } = detail
      const open = tasks.filter(({ status }) => status === 'in-progress')
      const lines = [
        `For ${request.requestee.name}: ${request.statusText}.`,
        ...request.items.map(({ name, action, outcome, step }) => `${action} ${name}: ${outcome ?? step}.`),
        ...open.map(({ approver, kind }) => `Waits for ${approver.name} (${kind}).`),
      ]
      context.result(detail, lines.join('\n'))
      return exitCodes.finished
    }),
}

const commentOption = {
  comment: { type: 'string', value: 'TEXT', help: 'Stands in the history with the decision.' },
} as const

const decision = (verb: string, does: string, all: 'yes' | 'no', kind: ApprovalTask['kind']): Command => ({
  usage: `REQUEST [--comment TEXT] --token-file FILE`,
  description:
    `${does} REQUEST is its id. A person decides, so it needs the token of one to whom it is put.\n` +
    'Called again it changes nothing and ends with 4: nothing of the request is put to them any more.',
  arguments: ['REQUEST'],
  options: { ...options, ...commentOption },
  examples: [`castellan request ${verb} 5f2c6a3e-… --comment "ticket 4711" --token-file ./token`],
  run: (context) => decide(context, { all, kind }),
})

export const requestApprove = decision('approve', 'Approves what of a request is put to you.', 'yes', 'approval')
export const requestDeny = decision('deny', 'Denies what of a request is put to you.', 'no', 'approval')
export const requestProvisioned = decision(
  'provisioned',
  'Says that what you were asked to carry out is carried out. The next import proves it, or shows otherwise.',
  'yes',
  'provisioning',
)

async function decide(
  context: Context,
  { all, kind }: { readonly all: 'yes' | 'no'; readonly kind: ApprovalTask['kind'] },
): Promise<ExitCode> {
  const id = onlyArgument(context.positionals, 'request')
  const comment = text(context, 'comment') ?? ''
  return withCaller(context, async (reached) => {
    const mine = await callAllPages(reached, ApprovalTaskPage, `/v1/approvals?kind=${kind}`)
    const own = mine.filter(({ requestId }) => requestId === id)
    if (own.length === 0) throw new CliError(exitCodes.conflict, `Nothing of request ${id} is put to you.`)
    const done: ApprovalTask[] = []
    for (const task of own)
      done.push(
        await callApi(reached, ApprovalTask, `/v1/approvals/${task.id}/decide`, {
          method: 'POST',
          body: { all, comment },
          headers: { 'if-match': `"${task.revision}"` },
        }),
      )
    const words = done.flatMap(({ items }) => items.map(({ name, outcome }) => `${name}: ${outcome ?? 'open'}.`))
    context.result({ tasks: done }, words.join('\n'))
    return exitCodes.finished
  })
}

const readRequest = (reached: Reach, id: string): Promise<AccessRequestDetail> =>
  callApi(reached, AccessRequestDetail, `/v1/requests/${encodeURIComponent(id)}`)
