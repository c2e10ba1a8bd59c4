import { setTimeout as sleep } from 'node:timers/promises'
import type { z } from 'zod'
import {
  type EventPerson,
  EventStatus,
  type NewPersonnelEvent,
  PersonnelEventDetail,
  PersonnelEventPage,
} from '../../contract/personnel-events.ts'
import { callAllPages, callApi } from './ask.ts'
import { tokenOption, withCaller } from './caller.ts'
import { duration, isGuid, listOf, onlyArgument, required, usage } from './choices.ts'
import { type Command, type Context, dataOption, flag, text } from './command.ts'
import { describeEvent, describeEventLine, type eventTitles } from './event-words.ts'
import { CliError, type ExitCode, exitCodes } from './exit-codes.ts'
import type { Reach } from './open.ts'
import { personNamed } from './people.ts'
import { table } from './table.ts'

type Kind = keyof typeof eventTitles

const common = {
  data: dataOption,
  'token-file': tokenOption,
  date: { type: 'string', value: 'DAY', help: 'The day on which it takes effect, as 2026-03-15.' },
  comment: { type: 'string', value: 'TEXT', help: 'For those who approve.' },
  wait: { type: 'boolean', help: 'Wait until the event has ended.' },
  timeout: { type: 'string', value: '10m', help: 'How long to wait at most. Default: no limit.' },
} as const
const person = { person: { type: 'string', value: 'WHO', help: 'Id, address or whole name.' } } as const
const end = { until: { type: 'string', value: 'DAY', help: 'When it ends.' } } as const
const details = {
  email: { type: 'string', value: 'ADDRESS', help: 'E-mail address.' },
  supervisor: { type: 'string', value: 'WHO', help: 'Id, address or whole name.' },
  department: { type: 'string', value: 'TEXT', help: 'Department.' },
  title: { type: 'string', value: 'TEXT', help: 'Job title.' },
  office: { type: 'string', value: 'TEXT', help: 'Office.' },
  division: { type: 'string', value: 'TEXT', help: 'Division.' },
  company: { type: 'string', value: 'TEXT', help: 'Company.' },
} as const
const names = {
  'first-name': { type: 'string', value: 'TEXT', help: 'First name.' },
  'last-name': { type: 'string', value: 'TEXT', help: 'Last name.' },
} as const

const again = 'Called again while it is open, it changes nothing, names the first and ends with 4.'

export const eventOnboard: Command = {
  usage: '--first-name TEXT --last-name TEXT --date DAY [--department TEXT …] [--wait]',
  description: `Reports that somebody joins. Their identity exists once it is approved. ${again}`,
  options: { ...common, ...names, ...details },
  examples: ['castellan event onboard --first-name Nora --last-name Reyes --department Wires --date 2026-07-20'],
  run: (context) => report(context, 'onboard'),
}

export const eventOffboard: Command = {
  usage: '--person WHO --date DAY [--comment TEXT] [--wait]',
  description: `Reports that somebody leaves: every account and privilege of theirs is to be taken. ${again}`,
  options: { ...common, ...person },
  examples: ['castellan event offboard --person ana@cu.example --date 2026-07-31 --json'],
  run: (context) => report(context, 'offboard'),
}

export const eventTransition: Command = {
  usage: '--person WHO --date DAY [--until DAY] [--department TEXT …] [--wait]',
  description: `Reports that somebody’s role changes. With --until, old and new access overlap until then. ${again}`,
  options: { ...common, ...person, ...end, ...names, ...details },
  examples: ['castellan event transition --person "Ana Silva" --department Wires --date 2026-07-20 --until 2026-08-03'],
  run: (context) => report(context, 'role-transition'),
}

export const eventLeave: Command = {
  usage: '--person WHO --date DAY [--until DAY] [--comment TEXT] [--wait]',
  description: `Reports a leave: access is suspended, and given back at its end. ${again}`,
  options: { ...common, ...person, ...end },
  examples: ['castellan event leave --person ana@cu.example --date 2026-07-01 --until 2026-09-07'],
  run: (context) => report(context, 'leave-of-absence'),
}

export const eventList: Command = {
  usage: '[--status STATUS] [--limit N] [--data DIR]',
  description: 'Lists personnel events, latest date first.',
  options: {
    data: dataOption,
    'token-file': tokenOption,
    status: { type: 'string', value: 'STATUS', help: `Only with this status: ${EventStatus.options.join(', ')}.` },
    limit: { type: 'string', value: 'N', help: 'How many at most. Default: 20.' },
  },
  examples: ['castellan event list --status pending', 'castellan event list --json'],
  async run(context) {
    const limit = Number(text(context, 'limit') ?? '20')
    if (!Number.isInteger(limit) || limit < 1) throw usage('--limit takes a whole number from 1.')
    const wanted = text(context, 'status')
    const [status] = wanted === undefined ? [] : listOf(wanted, EventStatus.options, 'status')
    return withCaller(context, async (reached) => {
      const path = `/v1/personnel-events?view=all${status === undefined ? '' : `&status=${status}`}`
      const items = await callAllPages(reached, PersonnelEventPage, path, limit)
      const head = ['NO.', 'EVENT', 'PERSON', 'DATE', 'STATUS', 'ID']
      context.result({ items }, table(head, items.map(describeEventLine), 'There are no personnel events.'))
      return exitCodes.finished
    })
  },
}

export const eventShow: Command = {
  usage: 'EVENT [--data DIR]',
  description: 'Shows a personnel event with its plan, its votes and its progress. EVENT is its id or its number.',
  arguments: ['EVENT'],
  options: { data: dataOption, 'token-file': tokenOption },
  examples: ['castellan event show 12', 'castellan event show 12 --json'],
  run: (context) =>
    withCaller(context, async (reached) => {
      const detail = await findEvent(reached, onlyArgument(context.positionals, 'event'))
      context.result(detail, describeEvent(detail))
      return exitCodes.finished
    }),
}

export const eventCancel: Command = {
  usage: 'EVENT --reason TEXT [--data DIR]',
  description: 'Cancels a personnel event. What was carried out already stays carried out.',
  arguments: ['EVENT'],
  options: {
    data: dataOption,
    'token-file': tokenOption,
    reason: { type: 'string', value: 'TEXT', help: 'Why; it stands in the history.' },
  },
  examples: ['castellan event cancel 12 --reason "She stays."'],
  async run(context) {
    const reason = required(text(context, 'reason'), 'reason')
    return withCaller(context, async (reached) => {
      const { event } = await findEvent(reached, onlyArgument(context.positionals, 'event'))
      const path = `/v1/personnel-events/${event.id}/cancel`
      const detail = await callApi(reached, PersonnelEventDetail, path, { method: 'POST', body: { reason } })
      context.result(detail, describeEvent(detail))
      return exitCodes.finished
    })
  },
}

async function report(context: Context, kind: Kind): Promise<ExitCode> {
  const effectiveOn = required(text(context, 'date'), 'date')
  const seconds = duration(text(context, 'timeout') ?? '520w', 'timeout')
  return withCaller(context, async (reached) => {
    const who = kind === 'onboard' ? null : await personNamed(reached, required(text(context, 'person'), 'person'))
    const body: z.input<typeof NewPersonnelEvent> = {
      kind,
      personId: who,
      person: await detailsIn(context, reached),
      effectiveOn,
      endOn: text(context, 'until') ?? null,
      comment: text(context, 'comment') ?? '',
    }
    const made = await callApi(reached, PersonnelEventDetail, '/v1/personnel-events', { method: 'POST', body })
    const detail = flag(context, 'wait') ? await waitUntilEnded(reached, made.event.id, seconds) : made
    context.result(detail, describeEvent(detail))
    return detail.event.status === 'canceled' ? exitCodes.canceled : exitCodes.finished
  })
}

async function detailsIn(context: Context, reached: Reach): Promise<EventPerson> {
  const supervisor = text(context, 'supervisor')
  const stated = {
    firstName: text(context, 'first-name'),
    lastName: text(context, 'last-name'),
    email: text(context, 'email'),
    department: text(context, 'department'),
    title: text(context, 'title'),
    office: text(context, 'office'),
    division: text(context, 'division'),
    company: text(context, 'company'),
    supervisorId: supervisor === undefined ? undefined : await personNamed(reached, supervisor),
  }
  return Object.fromEntries(Object.entries(stated).filter(([, value]) => value !== undefined))
}

/** An event by its id or its number. @throws CliError */
async function findEvent(reached: Reach, idOrNumber: string): Promise<PersonnelEventDetail> {
  if (isGuid(idOrNumber)) return callApi(reached, PersonnelEventDetail, `/v1/personnel-events/${idOrNumber}`)
  if (!/^#?\d+$/.test(idOrNumber)) throw usage(`"${idOrNumber}" is neither an id nor a number.`)
  const number = Number(idOrNumber.replace('#', ''))
  const { items } = await callApi(
    reached,
    PersonnelEventPage,
    `/v1/personnel-events?q=${encodeURIComponent(`#${number}`)}`,
  )
  const found = items.find((event) => event.number === number)
  if (!found) throw new CliError(exitCodes.conflict, `There is no personnel event ${number}.`)
  return callApi(reached, PersonnelEventDetail, `/v1/personnel-events/${found.id}`)
}

const pauseMs = { first: 200, most: 5000 }

async function waitUntilEnded(reached: Reach, id: string, seconds: number): Promise<PersonnelEventDetail> {
  const until = performance.now() + seconds * 1000
  for (let pause = pauseMs.first; ; pause = Math.min(pause * 1.5, pauseMs.most)) {
    const detail = await callApi(reached, PersonnelEventDetail, `/v1/personnel-events/${id}`)
    if (detail.event.endedAt !== null) return detail
    if (performance.now() + pause > until)
      throw new CliError(exitCodes.paused, `It is still ${detail.event.status} after ${seconds} seconds.`)
    await sleep(pause)
  }
}
