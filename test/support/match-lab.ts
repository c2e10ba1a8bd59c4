import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generations } from '../../src/main/domain/imports/model/generations.store.ts'
import { imports } from '../../src/main/domain/imports/model/imports.store.ts'
import { updateMatches } from '../../src/main/domain/identities/matching.service.ts'
import { matches } from '../../src/main/domain/identities/matching.store.ts'
import { people } from '../../src/main/domain/identities/people.store.ts'
import { listPeopleAt, listPeopleNow } from '../../src/main/domain/identities/people.service.ts'
import { type Moment, now } from '../../src/main/storage/cut.ts'
import { openStore, type Store } from '../../src/main/storage/store.ts'

/** A record of a roster or an account of an application: its user name with its e-mail address. */
export type Rows = ReadonlyMap<string, string>

const sources = { roster: 1, core: 2, loans: 3 } as const
export type SourceName = keyof typeof sources

/**
 * Generations of a roster and two applications with the program's own matching, on a real store and without its threads
 * and doors: fast enough for many random histories.
 */
export class MatchLab {
  readonly #dir = mkdtempSync(join(tmpdir(), 'castellan-matches-'))
  readonly store: Store = openStore(this.#dir)
  #clock = 1_000_000
  #ids = 0
  readonly #states: Record<SourceName, Rows[]> = { roster: [new Map()], core: [new Map()], loans: [new Map()] }

  constructor() {
    this.store.transact((tx) => {
      for (const [name, id] of Object.entries(sources)) {
        const kind = name === 'roster' ? 'roster' : 'application'
        tx.exec(`INSERT INTO application VALUES (${id}, '${name}', '${kind}', '${name}', 'None', NULL, 0, 0, 1);
          INSERT INTO source (id, kind, application_id) VALUES (${id}, '${kind}', ${id})`)
      }
    })
  }

  get clock(): number {
    return this.#clock
  }

  seq = (source: SourceName): number => this.#states[source].length - 1

  /** Applies an extract of a day. */
  extract(source: SourceName, rows: Rows, day: number): void {
    this.#apply(source, rows, { extractAt: day, restores: null })
  }

  /** Brings the state of an earlier generation back. */
  back(source: SourceName, to: number): void {
    const target = generations.at(this.store.reader, sources[source], to)
    this.#apply(source, this.#states[source][to] ?? new Map(), { extractAt: target?.extract_at ?? 0, restores: to })
  }

  #apply(name: SourceName, rows: Rows, { extractAt, restores }: { extractAt: number; restores: number | null }): void {
    const at = (this.#clock += 10)
    const [sourceId, seq] = [sources[name], this.seq(name) + 1]
    const before = this.#states[name].at(-1) ?? new Map<string, string>()
    this.#states[name].push(rows)
    this.store.transact((tx) => {
      const kind = restores === null ? 'extract' : 'restore'
      const basis = { sourceId, kind, trigger: 'Manual', ruleVersionId: null, restoresSeq: restores } as const
      const importId = imports.insert(tx, { guid: `${name} ${seq}`, ...basis, extractAt, at, by: 'lab' })
      for (const user of new Set([...before.keys(), ...rows.keys()])) {
        if (before.get(user) === rows.get(user)) continue
        tx.prepare('INSERT OR IGNORE INTO account (guid, application_id, user_name) VALUES (?, ?, ?)').run(
          `${name} ${user}`,
          sourceId,
          user,
        )
        const of = `(SELECT id FROM account WHERE guid = '${name} ${user}')`
        tx.exec(`UPDATE account_version SET to_seq = ${seq} WHERE account_id = ${of} AND to_seq = 2147483647`)
        const email = rows.get(user)
        if (email === undefined) continue
        const named = name === 'roster' ? user : ''
        tx.prepare(
          `INSERT INTO account_version (account_id, source_id, from_seq, full_name, email, file_id, line) VALUES (${of}, ?, ?, ?, ?, 0, 0)`,
        ).run(sourceId, seq, named, email)
      }
      generations.insert(tx, { sourceId, seq, importId, extractAt, at, digest: '' })
      generations.validate(tx, { sourceId, seq, at })
      generations.switchTo(tx, sourceId, seq)
    })
    const application = name === 'roster' ? null : sourceId
    const generation = { sourceId, seq, extractAt }
    this.store.transact((tx) => {
      updateMatches(tx, (work) => work(tx), {
        at: at + 1,
        newId: () => `person ${++this.#ids}`,
        application,
        generation,
      })
    })
  }

  /** Decides by hand: a person by name, nobody, or that the rules decide again. */
  decide(account: string, person: string | null): void {
    const { reader } = this.store
    const of = this.#named(account)
    const time = { at: (this.#clock += 10) }
    const byName = 'SELECT identity_id FROM person_now WHERE full_name = ?'
    const identity = reader.prepare<[string | null], number>(byName).pluck().get(person) ?? null
    this.store.transact((tx) => {
      if (person === 'cleared') matches.takeBack(tx, of, time.at)
      else matches.decide(tx, of, time, { identity, method: 'by-hand', by: 'lab', reason: '' })
    })
  }

  #named = (account: string): number =>
    this.store.reader.prepare<[string], number>('SELECT id FROM account WHERE guid = ?').pluck().get(account) ?? 0

  /** Whose account each is, and how everybody is, at a moment, in names. */
  state(moment: Moment): string[] {
    const db = this.store.reader
    const list =
      moment.kind === 'now'
        ? listPeopleNow(db, { after: { name: '', id: 0 }, limit: 200 }).items
        : listPeopleAt(db, moment, { offset: 0, limit: 200 }).items
    const names = new Map(list.map(({ id, name }) => [id, name]))
    const { rows } = people.accounts(db, moment, { application: null, match: 'any', words: null, after: 0, limit: 200 })
    return [
      ...list.map(({ name, status, email, accounts }) => `${name} ${email}: ${status}, ${accounts} accounts`),
      ...rows.map(
        (row) => `${row.guid}: ${row.identity_guid === null ? 'nobody' : (names.get(row.identity_guid) ?? '?')}`,
      ),
    ].toSorted()
  }

  now = (): string[] => this.state(now)

  close(): void {
    this.store.close()
    rmSync(this.#dir, { recursive: true, force: true })
  }
}
