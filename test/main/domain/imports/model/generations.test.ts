import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { generations } from '../../../../../src/main/domain/imports/model/generations.store.ts'
import { imports } from '../../../../../src/main/domain/imports/model/imports.store.ts'
import { asOf } from '../../../../../src/main/storage/cut.ts'
import { openStore, type Store } from '../../../../../src/main/storage/store.ts'

let dir: string
let store: Store
let sources = 0
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'castellan-generations-'))
  store = openStore(dir)
})
afterEach(() => {
  store.close()
  rmSync(dir, { recursive: true, force: true })
})

/** An extract of a day, or the way back to the state of a generation; undo is the way back to the one before the last. */
type Step = { readonly day: number } | { readonly undo: true } | { readonly back: number }

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ day: fc.integer({ min: 1, max: 9 }) }) },
  { weight: 2, arbitrary: fc.constant({ undo: true as const }) },
  { weight: 2, arbitrary: fc.record({ back: fc.nat(9) }) },
)

/** The same history told anew: each state remembers the generations that count in it. */
class Model {
  readonly #states: { seq: number; day: number; holds: string }[][] = [[]]

  get seq(): number {
    return this.#states.length - 1
  }

  extract(day: number): void {
    this.#states.push([...(this.#states.at(-1) ?? []), { seq: this.seq + 1, day, holds: `extract ${this.seq + 1}` }])
  }

  back(to: number): void {
    const state = this.#states[to] ?? []
    const target = state.at(-1)
    this.#states.push([...state, { seq: this.seq + 1, day: target?.day ?? 0, holds: target?.holds ?? 'nothing' }])
  }

  /** What the facts of a generation are. */
  holds = (seq: number): string => this.#states[seq]?.at(-1)?.holds ?? 'nothing'

  trueOn(day: number): string {
    const counting = (this.#states.at(-1) ?? []).filter((generation) => generation.day <= day)
    const latest = counting.toSorted((a, b) => a.day - b.day || a.seq - b.seq).at(-1)
    return latest?.holds ?? 'nothing'
  }
}

const cut = asOf('SELECT seq FROM cut WHERE source_id = @source')

function seqOn(source: number, day: number): number {
  const { sql, at } = cut({ kind: 'true', at: day })
  return store.reader.prepare<object, { seq: number }>(sql).get({ source, at })?.seq ?? 0
}

function apply(source: number, seq: number, extractAt: number, restoresSeq: number | null): void {
  store.transact((tx) => {
    const at = seq * 10
    const guid = `${source} ${seq}`
    const kind = restoresSeq === null ? 'extract' : 'restore'
    const importId = imports.insert(tx, {
      guid,
      sourceId: source,
      kind,
      trigger: 'Manual',
      ruleVersionId: null,
      restoresSeq,
      extractAt,
      at,
      by: 'model',
    })
    generations.insert(tx, { sourceId: source, seq, importId, extractAt, at, digest: '' })
    generations.validate(tx, { sourceId: source, seq, at })
    generations.switchTo(tx, source, seq)
  })
}

test('what counts as true is the history that led to the current state, whatever was taken back and given back', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 9 }), (steps) => {
      const source = ++sources
      store.transact((tx) =>
        tx.exec(`INSERT INTO application VALUES (${source}, 'app ${source}', 'application', 'App ${source}', 'None', NULL, 0, 0, 1);
          INSERT INTO source (id, kind, application_id) VALUES (${source}, 'application', ${source})`),
      )
      const model = new Model()
      for (const step of steps) {
        const seq = model.seq + 1
        if ('day' in step) {
          model.extract(step.day)
          apply(source, seq, step.day, null)
          continue
        }
        const target = 'undo' in step ? model.seq - 1 : step.back
        if (target < 0 || target >= model.seq) continue
        const extractAt = generations.at(store.reader, source, target)?.extract_at ?? 0
        model.back(target)
        apply(source, seq, extractAt, target)
      }
      for (let day = 0; day <= 10; day++)
        expect([day, model.holds(seqOn(source, day))]).toEqual([day, model.trueOn(day)])
    }),
    { numRuns: 150 },
  )
})
