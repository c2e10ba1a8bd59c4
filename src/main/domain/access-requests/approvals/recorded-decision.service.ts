import type { Environment } from '../../shared/environment.ts'
import { inField } from '../../shared/errors.ts'
import type { Participant } from '../../sign-in/participant.ts'
import { attachFile } from '../reading/attachments.service.ts'
import { requestOf } from '../workflow/read-request.service.ts'
import { getTask } from '../workflow/approvals.service.ts'
import { type DecisionResult, recordDecision } from './decisions.service.ts'
import type { ApprovalTask } from '../model/task.ts'

/**
 * Takes down a decision that came by mail or on paper, with the file that shows it.
 * @throws Refusal as `recordDecision` and `attach`; then neither is kept
 */
export function recordDecisionWithEvidence(
  env: Environment,
  who: Participant,
  key: string,
  revision: number,
  decided: DecisionResult,
  decider: number,
  evidence: { readonly fileName: string; readonly fileType: string; readonly content: string },
): ApprovalTask {
  const db = env.store.reader
  const request = requestOf(db, getTask(db, key).requestId)
  return recordDecision(env, who, key, revision, decided, decider, evidence.fileName, (turn) =>
    inField('evidence', () => attachFile(turn, who, { requestId: request.key, itemIds: [], ...evidence })),
  )
}
