import type { Reader, Writer } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'
import { type FollowUp, type FollowUpStep, followUpSteps, type OpenFollowUp } from './follow-up.ts'

const plan = 'INSERT INTO import_follow_up (import_id, step) VALUES (?, ?) ON CONFLICT DO NOTHING'
const done = 'UPDATE import_follow_up SET done_at = @at, reason = NULL WHERE import_id = @importId AND step = @step'
const failed =
  'UPDATE import_follow_up SET failed_at = @at, reason = @reason WHERE import_id = @importId AND step = @step'
const open = `
  SELECT i.guid AS importId, f.step, f.reason FROM import_follow_up f JOIN import i ON i.id = f.import_id
  WHERE f.done_at IS NULL ORDER BY f.import_id`
const ofImport =
  'SELECT step, done_at AS doneAt, failed_at AS failedAt, reason FROM import_follow_up WHERE import_id = ?'

interface Row {
  readonly step: FollowUpStep
  readonly doneAt: number | null
  readonly failedAt: number | null
  readonly reason: string | null
}

const order = (a: { step: FollowUpStep }, b: { step: FollowUpStep }): number =>
  followUpSteps.indexOf(a.step) - followUpSteps.indexOf(b.step)

export const followUps = {
  plan(tx: Writer, importId: number, steps: readonly FollowUpStep[]): void {
    for (const step of steps) prepared(tx, plan).run(importId, step)
  },
  setDone: (tx: Writer, importId: number, step: FollowUpStep, at: number) =>
    prepared(tx, done).run({ importId, step, at }),
  setFailed: (tx: Writer, row: { importId: number; step: FollowUpStep; at: number; reason: string }) =>
    prepared(tx, failed).run(row),
  /** What is still to be done: of the oldest import first, each in its order. */
  open(db: Reader): OpenFollowUp[] {
    const rows = prepared<OpenFollowUp>(db, open).all()
    const imports = [...new Set(rows.map(({ importId }) => importId))]
    return imports.flatMap((id) => rows.filter(({ importId }) => importId === id).toSorted(order))
  },
  ofImport: (db: Reader, importId: number): FollowUp[] =>
    prepared<Row>(db, ofImport)
      .all(importId)
      .toSorted(order)
      .map(({ step, doneAt, failedAt, reason }) => ({
        step,
        state: doneAt !== null ? 'done' : failedAt !== null ? 'failed' : 'pending',
        at: doneAt ?? failedAt,
        reason,
      })),
}
