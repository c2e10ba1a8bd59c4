import type { z } from 'zod'
import type { HostConfig } from '../../src/main/host/host-config.ts'
import { AccountPage } from '../../src/contract/identities.ts'
import { PersonnelEventDetail, type VoteOnEvent } from '../../src/contract/personnel-events.ts'
import { OpenedSession } from '../../src/contract/session.ts'
import { type Client, client } from './signed-in.ts'
import { apply, createCore, extract, type Grant, stage, startTestHost, switchApi, type TestHost } from './test-host.ts'

/** An institution with a core system, a supervisor and an administrator of requests, on a clock that only moves when told. */
export interface EventLab {
  readonly test: TestHost
  now(): number
  /** Moves the clock to a moment of a local date, and lets the events go on. */
  goTo(day: string, time?: string): void
  /** Moves the clock only. */
  setClock(day: string, time: string): void
  /** A person as a script makes them, who signs in by their id. */
  person(id: string, more?: Record<string, unknown>): Promise<string>
  /** The session of a person, which a clock that moves by days soon ends. */
  signIn(id: string): Promise<Client>
  /** An extract of an application comes and counts, whatever the safeguards say. */
  bring(day: string, ...grants: readonly Grant[]): Promise<string>
  /** The same, of a text as it is. */
  bringText(day: string, content: string, name?: string): Promise<string>
  /** Says whose an account is. */
  match(userName: string, personGuid: string): Promise<void>
  /** Answers as a person for the stage that waits. */
  vote(who: string, event: string, answer?: VoteOnEvent['answer'], comment?: string): Promise<PersonnelEventDetail>
  read(event: string): Promise<PersonnelEventDetail>
  /** Says that everything which waits in somebody's tasks was carried out. */
  carryOut(): Promise<void>
  ask<T>(schema: z.ZodType<T>, method: string, path: string, body?: unknown): Promise<T>
  close(): Promise<void>
}

interface Task {
  readonly _id: string
  readonly type: string
}

const password = (id: string) => `five ${id} geese, swimming upstream`

export async function startEventLab(start = '2026-06-30', config: Partial<HostConfig> = {}): Promise<EventLab> {
  let now = new Date(`${start}T10:00:00`).getTime()
  const test = await startTestHost({ clock: () => now, importsDir: null, ...config })
  await switchApi(test, true)
  await createCore(test)
  let files = 0
  const idm = async (method: string, path: string, body?: unknown, as?: string) => {
    const headers: Record<string, string> =
      as === undefined ? {} : { 'x-openidm-username': as, 'x-openidm-password': password(as) }
    const caller = as === undefined ? undefined : ({ kind: 'anonymous', channel: 'wire' } as const)
    const response = await test.call(method, `/openidm/${path}`, body, headers, caller)
    const answer = (await response.json()) as Record<string, unknown>
    if (!response.ok) throw new Error(`${method} ${path} → ${JSON.stringify(answer)}`)
    return answer
  }
  const lab: EventLab = {
    test,
    now: () => now,
    setClock(day, time) {
      now = new Date(`${day}T${time}:00`).getTime()
    },
    goTo(day, time = '10:00') {
      lab.setClock(day, time)
      test.host.runPersonnelEvents()
    },
    async person(id, more = {}) {
      await idm('PUT', `managed/user/${id}`, { userName: id, password: password(id), sn: id, givenName: 'P', ...more })
      const { items } = (await (await test.call('GET', `/v1/people?q=${id}`)).json()) as { items: { id: string }[] }
      return items[0]?.id ?? ''
    },
    async signIn(id) {
      const { token } = await client(test).ask(OpenedSession, 'POST', '/v1/session', {
        username: id,
        password: password(id),
      })
      return client(test, token)
    },
    bring: (day, ...grants) => lab.bringText(day, extract(grants)),
    async bringText(day, content, name) {
      const at = new Date(`${day}T09:00:00`)
      now = Math.max(now, at.getTime() + 60_000)
      const staged = await stage(test, content, name ?? `core-${++files}.csv`, at.toISOString())
      if (staged.state === 'staged') await apply(test, staged, 'The lab says so.')
      test.host.runPersonnelEvents()
      return staged.id
    },
    async match(userName, personGuid) {
      const page = await test.ask(AccountPage, 'GET', `/v1/accounts?q=${userName}`)
      const account = page.items.find((one) => one.userName === userName)
      if (!account) throw new Error(`no account ${userName}`)
      const body = { personId: personGuid, reason: 'The lab says so.' }
      const answer = await test.call('PUT', `/v1/accounts/${account.id}/match`, body, {
        'if-match': `"${account.revision}"`,
      })
      if (!answer.ok) throw new Error(await answer.text())
    },
    async vote(who, event, answer = 'approved', comment = '') {
      const own = await lab.signIn(who)
      const detail = await own.ask(PersonnelEventDetail, 'POST', `/v1/personnel-events/${event}/votes`, {
        answer,
        comment,
      })
      test.host.runPersonnelEvents()
      return detail
    },
    read: (event) => test.ask(PersonnelEventDetail, 'GET', `/v1/personnel-events/${event}`),
    async carryOut() {
      const { result } = (await idm('GET', 'access-request/approval', undefined, 'admin')) as { result: Task[] }
      for (const { _id, type } of result)
        if (type === 'provisioning')
          await idm('POST', 'access-request/request/approval?_action=approved', { approvalId: _id }, 'admin')
      test.host.runPersonnelEvents()
    },
    ask: (schema, method, path, body) => test.ask(schema, method, path, body),
    close: () => test.close(),
  }
  await lab.person('boss')
  await lab.person('admin', { authzRoles: [{ _ref: 'internal/role/access-request-admin' }] })
  return lab
}
