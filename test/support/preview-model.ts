import Database from 'better-sqlite3'
import { join } from 'node:path'
import { Account, AccountPage } from '../../src/contract/identities.ts'
import { Application } from '../../src/contract/applications.ts'
import { ChangePage, Import, ImportPage, type Change } from '../../src/contract/imports.ts'
import { apply, createCore, extract, stage, type TestHost } from './test-host.ts'
import { createRoster, rosterOf } from './roster.ts'

/** What somebody does; numbers pick among what there is at that moment. */
export type Step =
  | { readonly do: 'stage'; readonly app: number; readonly grants: readonly number[] }
  | { readonly do: 'roster'; readonly people: readonly number[] }
  | { readonly do: 'hold' | 'release' | 'apply' | 'undo' | 'again'; readonly at: number; readonly of: number }
  | { readonly do: 'match'; readonly at: number; readonly of: number }
  /** Approved, and a hold changes before the queue has begun. */
  | { readonly do: 'race'; readonly at: number; readonly of: number }

const users = ['ana', 'ben', 'cem']
const permissions = ['Vault', 'Wires']
const matchKinds = new Set(['matches', 'rematches', 'orphaned'])
const pick = <T>(list: readonly T[], n: number): T | undefined => list[n % Math.max(1, list.length)]

/** Drives the real program by its API and knows what each digest was seen to promise. */
export class PreviewModel {
  readonly #test: TestHost
  readonly #apps: Application[] = []
  #files = 0
  #people: { id: string }[] = []
  /** What was shown under a digest. */
  readonly #promised = new Map<string, string>()
  readonly #faults: string[] = []

  constructor(test: TestHost) {
    this.#test = test
  }

  async start(): Promise<void> {
    await createRoster(this.#test)
    this.#apps.push(await createCore(this.#test))
    this.#apps.push(await createCore(this.#test, {}, { pattern: 'loans*.csv' }, 'Loans'))
    await this.#arrive(rosterOf(['1', 'Ana', 'Oz', 'ana@cu.example'], ['2', 'Ben', 'Oz', 'ben@cu.example']), 'hr')
    const people = await (await this.#test.call('GET', '/v1/people')).json()
    this.#people = (people as { items: { id: string }[] }).items
  }

  /** @returns what was not as promised */
  async run(steps: readonly Step[]): Promise<string[]> {
    for (const step of steps) {
      await this.#do(step)
      await this.#test.host.idle()
      await this.#look(JSON.stringify(step))
    }
    const verified = (await (await this.#test.call('POST', '/v1/audit/verify')).json()) as { problems: unknown[] }
    for (const problem of verified.problems) this.#faults.push(`verify: ${JSON.stringify(problem)}`)
    return this.#faults
  }

  async #arrive(content: string, name: string): Promise<void> {
    const staged = await stage(this.#test, content, `${name}-${++this.#files}.csv`, this.#day())
    if (staged.state === 'staged' && name === 'hr') await apply(this.#test, staged, 'it is a test')
  }

  #day = (): string => new Date(Date.parse('2026-06-01T00:00:00.000Z') + this.#files * 3_600_000).toISOString()

  async #do(step: Step): Promise<void> {
    const staged = await this.#imports('staged')
    if (step.do === 'stage') {
      const rows = [...step.grants].map(
        (n) => [pick(users, n), pick(permissions, Math.floor(n / 3))] as [string, string],
      )
      return this.#arrive(extract([['zoe', 'Vault'], ...rows]), step.app === 0 ? 'core' : 'loans')
    }
    if (step.do === 'roster') {
      const rows = step.people.map((n) => [
        String(n + 1),
        pick(['Ana', 'Ben', 'Cem'], n)!,
        'Oz',
        `${pick(users, n)}@cu.example`,
      ])
      return this.#arrive(rosterOf(['9', 'Zoe', 'Stays', 'zoe@cu.example'], ...rows), 'hr')
    }
    if (step.do === 'match') return this.#match(step.at, step.of)
    if (step.do === 'undo') {
      const last = pick(
        (await this.#imports('applied')).filter(({ undoable }) => undoable),
        step.at,
      )
      if (last) await this.#test.call('POST', `/v1/imports/${last.id}/undo`)
      return
    }
    const target = pick(staged, step.at)
    if (!target) return
    if (step.do === 'again') await this.#test.call('POST', `/v1/imports/${target.id}/stage-again`)
    else if (step.do === 'apply') await this.#apply(target)
    else if (step.do === 'race') await this.#apply(target, () => this.#toggle(pick(staged, step.of) ?? target, step.of))
    else await this.#toggle(target, step.of, step.do)
  }

  async #imports(state: string): Promise<Import[]> {
    return (await this.#test.ask(ImportPage, 'GET', `/v1/imports?state=${state}&limit=100`)).items
  }

  async #changes(id: string): Promise<Change[]> {
    return (await this.#test.ask(ChangePage, 'GET', `/v1/imports/${id}/changes?limit=200`)).items
  }

  async #toggle(target: Import, of: number, only?: 'hold' | 'release'): Promise<void> {
    const change = pick(
      (await this.#changes(target.id)).filter(({ kind }) => !matchKinds.has(kind)),
      of,
    )
    if (!change) return
    const path = `/v1/imports/${target.id}/holds`
    if (change.held && only !== 'hold') await this.#test.call('DELETE', `${path}/${change.id}`)
    else if (!change.held && only !== 'release')
      await this.#test.call('POST', path, { changeId: change.id, reason: 'a model says so' })
  }

  async #match(at: number, of: number): Promise<void> {
    const account = pick((await this.#test.ask(AccountPage, 'GET', '/v1/accounts?match=any')).items, at)
    if (!account) return
    const path = `/v1/accounts/${account.id}`
    const { revision } = await this.#test.ask(Account, 'GET', path)
    const personId = of % 3 === 2 ? null : (pick(this.#people, of)?.id ?? null)
    await this.#test.call('PUT', `${path}/match`, { personId, reason: 'a model' }, { 'if-match': `"${revision}"` })
  }

  /** What counts afterwards is what was there, with the changes of the preview that were not held. */
  async #apply(target: Import, meanwhile?: () => Promise<void>): Promise<void> {
    const shown = await this.#changes(target.id)
    const before = this.#grants(target.application.id)
    const body = { digest: target.digest, override: { reason: 'it is a test' } }
    const approved = this.#test.call('POST', `/v1/imports/${target.id}/apply`, body)
    await Promise.all([approved, meanwhile?.()])
    await this.#test.host.idle()
    const after = await this.#test.ask(Import, 'GET', `/v1/imports/${target.id}`)
    if (after.state !== 'applied') return
    for (const { kind, account, entitlement, held, after: then } of shown) {
      const key = `${account?.userName} ${entitlement?.name}`
      if (held) continue
      if (kind === 'gains' || kind === 'adjusts') before.set(key, then?.['access'] ?? '')
      if (kind === 'loses') before.delete(key)
    }
    const told = (grants: Map<string, string>) =>
      JSON.stringify([...grants].map(String).toSorted((a, b) => (a < b ? -1 : 1)))
    const real = this.#grants(target.application.id)
    if (told(before) !== told(real)) this.#faults.push(`approved ${told(before)}, applied ${told(real)}`)
  }

  #db<T>(read: (db: Database.Database) => T): T {
    const db = new Database(join(this.#test.dataDir, 'castellan.db'), { readonly: true })
    try {
      return read(db)
    } finally {
      db.close()
    }
  }

  #grants(application: string): Map<string, string> {
    const sql = `SELECT a.user_name || ' ' || e.permission AS key, v.access FROM grant_version v
      JOIN account a ON a.id = v.account_id JOIN entitlement e ON e.id = v.entitlement_id JOIN application p ON p.id = a.application_id
      JOIN source s ON s.id = v.source_id AND v.from_seq <= s.current_seq AND v.to_seq > s.current_seq WHERE p.guid = ?`
    const rows = this.#db((db) => db.prepare<[string], { key: string; access: string }>(sql).all(application))
    return new Map(rows.map(({ key, access }) => [key, access]))
  }

  /** A digest promises one thing, and counts are what can be counted. */
  async #look(why: string): Promise<void> {
    for (const { id, digest, held } of await this.#imports('staged')) {
      const changes = await this.#changes(id)
      const lines = changes.map(({ kind, account, entitlement, after, held: hold }) =>
        JSON.stringify([kind, account?.id, entitlement?.id, after, hold !== null]),
      )
      const content = JSON.stringify([held, lines])
      const earlier = this.#promised.get(`${id} ${digest}`) ?? content
      if (earlier !== content) this.#faults.push(`after ${why}: ${digest} promised ${earlier}, and now ${content}`)
      this.#promised.set(`${id} ${digest}`, content)
      const shownHeld = changes.filter((change) => change.held).length
      if (shownHeld !== held) this.#faults.push(`after ${why}: ${held} held, ${shownHeld} shown`)
    }
    for (const { id } of this.#apps) {
      const { grants } = await this.#test.ask(Application, 'GET', `/v1/applications/${id}`)
      const real = this.#grants(id).size
      if (grants !== real) this.#faults.push(`after ${why}: ${grants} grants counted, ${real} are there`)
    }
  }
}
