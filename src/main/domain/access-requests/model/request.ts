import type { Json } from '../../shared/canonical-json.ts'
import type { Action } from '../../catalogue/item-action.ts'
import { transitions } from '../../shared/transitions.ts'
import type { Level } from './chain.ts'

/** The status of a request (C.1). `complete` and `cancelled` are final. */
export type RequestStatus = 'in-progress' | 'complete' | 'cancelled'

export const requestTransitions = transitions<RequestStatus>('a request', {
  'in-progress': ['complete', 'cancelled'],
  complete: [],
  cancelled: [],
})

/** How an item ended; final, and never rolled back. */
export const outcomes = ['provisioned', 'not-provisioned', 'denied', 'cancelled'] as const
export type Outcome = (typeof outcomes)[number]

/**
 * What an item waits for (C.2). Scheduled: its day, or a removal of the same request. `custom-workflow` and `script` wait for calls of a script, visibly: none
 * of its code runs here.
 */
export type Step = 'scheduled' | 'approval' | 'provisioning' | 'custom-workflow' | 'script' | 'done'

/** Levels of approval are counted beside the step, so an item stays in `approval` from one to the next. */
export const stepTransitions = transitions<Step>('an item', {
  scheduled: ['provisioning', 'script', 'done'],
  approval: ['scheduled', 'provisioning', 'custom-workflow', 'script', 'done'],
  'custom-workflow': ['approval', 'provisioning', 'done'],
  script: ['provisioning', 'done'],
  provisioning: ['done'],
  done: [],
})

/**
 * Whether the data shows what was done. What a person says is *claimed* until an import of the application carries the
 * change, or shows the opposite.
 */
export type Verification = 'none' | 'claimed' | 'proved' | 'contradicted'

/** Of an item that is done. Undoing the import that proved or contradicted a claim makes it a claim again. */
export const verificationTransitions = transitions<Verification>('the verification of an item', {
  none: ['claimed'],
  claimed: ['claimed', 'proved', 'contradicted'],
  contradicted: ['claimed', 'proved', 'contradicted'],
  proved: ['claimed', 'proved', 'contradicted'],
})

export interface RequestItem {
  readonly id: number
  /** Its GUID, for clients to which each item is an access request of its own. */
  readonly guid: string
  readonly requestId: number
  readonly entryId: number
  readonly action: Action
  readonly displayName: string
  readonly fields: { readonly [name: string]: Json }
  /** Who decides, level by level, as resolved when the request was made. */
  readonly chain: readonly Level[]
  readonly parallel: boolean
  readonly timesApproved: number
  readonly step: Step
  readonly outcome: Outcome | null
  readonly outcomeAt: number | null
  readonly verification: Verification
  readonly verifiedAt: number | null
  readonly evidence: Json
  readonly endsAt: number | null
  /** The application that an item of a personnel event changes; null for an item of the catalogue. */
  readonly application: number | null
  /** When a scheduled item begins; null there means: when somebody says so. */
  readonly beginsAt: number | null
}

export interface Request {
  readonly id: number
  readonly key: string
  /** Null: Castellan itself. */
  readonly requester: number | null
  readonly requestee: number
  readonly status: RequestStatus
  readonly comment: string
  readonly bundles: readonly string[]
  readonly requestedAt: number
  readonly completedAt: number | null
  readonly revision: number
}

/** What happened to a request, and what was said about it. */
const historyActions = [
  'pending',
  'approved',
  'rejected',
  'auto-approved',
  'auto-provisioned',
  'provisioned',
  'not-provisioned',
  'cancelled',
  'comment',
  'consult',
  'consult-cancelled',
  'upload',
  'file-removed',
  'reassign',
  'expired',
  'updated',
  'proved',
  'contradicted',
  'ended',
  'callback',
] as const
export type HistoryAction = (typeof historyActions)[number]

/** Whether a person is requester or requestee. Neither ever decides on the request. */
export const isPartyTo = (
  request: { readonly requester: number | null; readonly requestee: number },
  identity: number | null,
): boolean => identity !== null && (identity === request.requester || identity === request.requestee)
