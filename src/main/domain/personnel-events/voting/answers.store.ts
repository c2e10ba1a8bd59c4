import type { Reader, Writer } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'
import type { VotedStage } from '../model/event.ts'
import type { Answer } from './requirements.ts'

export const answers = {
  of: (db: Reader, event: number, stage: VotedStage) =>
    prepared<Answer>(
      db,
      `SELECT role, application_id AS application, answer, identity_id AS identity, at, comment FROM personnel_event_answer
       WHERE event_id = ? AND stage = ? ORDER BY at, role, application_id`,
    ).all(event, stage),
  add: (tx: Writer, event: number, stage: VotedStage, answer: Answer) =>
    prepared(
      tx,
      `INSERT INTO personnel_event_answer (event_id, stage, role, application_id, answer, identity_id, at, comment)
       VALUES (@event, @stage, @role, @application, @answer, @identity, @at, @comment)`,
    ).run({ event, stage, ...answer }),
  /** Takes back what one person answered. @returns how many answers */
  withdraw: (tx: Writer, event: number, stage: VotedStage, identity: number): number =>
    prepared(tx, 'DELETE FROM personnel_event_answer WHERE event_id = ? AND stage = ? AND identity_id = ?').run(
      event,
      stage,
      identity,
    ).changes,
  clear: (tx: Writer, event: number, stage: VotedStage) =>
    prepared(tx, 'DELETE FROM personnel_event_answer WHERE event_id = ? AND stage = ?').run(event, stage),
}
