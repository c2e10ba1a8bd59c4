import type { z } from 'zod'
import type { ChangeGovernanceSettings, CurrentGovernanceSettings } from '../../../../contract/governance.ts'

/** The edited request rules; numbers and lists are kept as typed. */
export interface RulesDraft extends Pick<CurrentGovernanceSettings, 'group'> {
  chain: Readonly<CurrentGovernanceSettings['chain']>
  policies: boolean
  commentNo: boolean
  commentYes: boolean
  delegation: boolean
  reassign: boolean
  auto: boolean
  autoGroup: boolean
  days: string
  fileName: string
  /** In MB. */
  fileSize: string
  /** One per line: key, space, name. */
  workflows: string
}

const megabyte = 1024 * 1024

export const draftOf = (now: CurrentGovernanceSettings): RulesDraft => ({
  chain: now.chain,
  group: now.group,
  policies: now.checkRequestsAgainstPolicies,
  commentNo: now.requireCommentOnReject,
  commentYes: now.requireCommentOnApproval,
  delegation: now.delegationEnabled,
  reassign: now.enableApproverReassign,
  auto: now.enableAutoApproval,
  autoGroup: now.enableAutoApprovalForGroup,
  days: String(now.daysToCompleteApprovalTask),
  fileName: String(now.maxFilenameLength),
  fileSize: String(Math.max(1, Math.round(now.maxAttachmentBytes / megabyte))),
  workflows: now.workflows.map(({ key, name }) => `${key} ${name}`).join('\n'),
})

const isBetween = (typed: string, least: number, most: number): boolean =>
  /^\d{1,3}$/.test(typed.trim()) && Number(typed) >= least && Number(typed) <= most

const workflowLine = /^(\S{1,200})\s+(\S.{0,199})$/
const linesOf = (typed: string): string[] =>
  typed
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** The fields with invalid values. */
export function invalidFields(draft: RulesDraft): ReadonlySet<keyof RulesDraft> {
  const wrong = new Set<keyof RulesDraft>()
  if (!isBetween(draft.days, 1, 365)) wrong.add('days')
  if (!isBetween(draft.fileName, 5, 255)) wrong.add('fileName')
  if (!isBetween(draft.fileSize, 1, 100)) wrong.add('fileSize')
  if (!linesOf(draft.workflows).every((line) => workflowLine.test(line))) wrong.add('workflows')
  return wrong
}

type Change = z.input<typeof ChangeGovernanceSettings>

/** The changed members, or undefined if nothing changed. Untouched values are not rounded. */
export function changeOf(now: CurrentGovernanceSettings, draft: RulesDraft): Change | undefined {
  const before = draftOf(now)
  const wanted: { readonly [K in keyof RulesDraft]: Change } = {
    chain: { defaultApprovers: draft.chain.map(({ word }) => word) },
    group: draft.group ? { defaultApproverGroup: draft.group.id } : {},
    policies: { checkRequestsAgainstPolicies: draft.policies },
    commentNo: { requireCommentOnReject: draft.commentNo },
    commentYes: { requireCommentOnApproval: draft.commentYes },
    delegation: { delegationEnabled: draft.delegation },
    reassign: { enableApproverReassign: draft.reassign },
    auto: { enableAutoApproval: draft.auto },
    autoGroup: { enableAutoApprovalForGroup: draft.autoGroup },
    days: { daysToCompleteApprovalTask: Number(draft.days) },
    fileName: { maxFilenameLength: Number(draft.fileName) },
    fileSize: { maxAttachmentBytes: Number(draft.fileSize) * megabyte },
    workflows: {
      workflows: linesOf(draft.workflows).flatMap((line) => {
        const [, key, name] = workflowLine.exec(line) ?? []
        return key === undefined || name === undefined ? [] : [{ key, name }]
      }),
    },
  }
  const touched = (Object.keys(wanted) as (keyof RulesDraft)[]).filter(
    (name) => JSON.stringify(draft[name]) !== JSON.stringify(before[name]),
  )
  return touched.length === 0 ? undefined : Object.assign({}, ...touched.map((name) => wanted[name]))
}
