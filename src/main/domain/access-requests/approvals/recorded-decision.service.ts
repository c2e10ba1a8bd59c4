import type { Environment } from '../../shared/environment.ts'
import { inField } from '../../shared/errors.ts'
import type { Participant } from '../../sign-in/participant.ts'
import { attachFile } from '../reading/attachments.service.ts'
import { requestOf } from '../workflow/read-request.service.ts'
import { getTask } from '../workflow/approvals.service.ts'
import { type DecisionResult, recordDecision } from './decisions.service.ts'
import type { ApprovalTask } from '../model/task.ts'

/**
 * Records a decision that came by mail or on paper, with the file that shows it.
 * @throws DomainError as `recordDecision` and `attach`; then neither is kept
 */
export function recordDecisionWithEvidence(
  env: Environment,
  participant: Participant,
  {
    key,
    revision,
    decided,
    decider,
    evidence,
  }: {
    readonly key: string
    readonly revision: number
    readonly decided: DecisionResult
    readonly decider: number
    readonly evidence: { readonly fileName: string; readonly fileType: string; readonly content: string }
  },
): ApprovalTask {
  const db = env.store.reader
  const request = requestOf(db, getTask(db, key).requestId)
  return recordDecision(env, participant, {
    taskKey: key,
    revision,
    decided,
    decider,
    evidence: evidence.fileName,
    keep: (ctx) =>
      inField('evidence', () => attachFile(ctx, participant, { requestId: request.key, itemIds: [], ...evidence })),
  })
}
