import { systemContext, runAction, type ActionContext } from '../workflow/action-context.ts'
import type { Reader } from '../../../storage/open.ts'
import { withdrawItem } from '../workflow/tasks.service.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import { system } from '../../shared/actor.ts'
import type { Environment } from '../../shared/environment.ts'
import { type Action, takesAway } from '../../catalogue/item-action.ts'
import { reopenItem } from '../workflow/flow.service.ts'
import { appendHistory } from '../workflow/history.service.ts'
import { itemOf, requestOf } from '../workflow/read-request.service.ts'
import { requests } from '../workflow/requests.store.ts'
import { judgeApplicationClaim } from './application-claims.ts'
import { type Claim, type CurrentAccess, type HeldAccess, type OutOfBand, verification } from './verification.store.ts'
import { requestObject } from '../workflow/request-objects.ts'
import { instant } from '../../shared/instant.ts'

export type { OutOfBand } from './verification.store.ts'

/**
 * Compares what people said they did in an application with its latest data: each claim from before the extract is proved
 * or contradicted, with the line that shows it. A contradiction is work again for whoever carries it out.
 * @param application its GUID
 * @returns how many claims were settled
 */
export function verifyClaims(env: Environment, application: string): number {
  const db = env.store.reader
  const latest = verification.standing(db, application)
  takeBackGroundless(env, application)
  if (!latest) return 0
  const { extractAt } = latest
  const claimed = verification.claims(db, application, extractAt)
  if (claimed.length + verification.applicationClaims(db, application, extractAt).length === 0) return 0
  return runAction(env, systemContext, (ctx) => {
    const { tx } = ctx
    let verified = 0
    const settle = (claim: Pick<Claim, 'item' | 'verification'>, finding: Finding): void => {
      if (!finding.proved && claim.verification === 'contradicted') return
      recordVerification(ctx, claim.item, { ...finding, latest })
      verified++
    }
    for (const claim of verification.claims(tx, application, extractAt)) {
      const held = verification.held(tx, claim.requestee, claim.entitlement)
      // What could not be read proves nothing and contradicts nothing: the claim waits for the next extract.
      if (isUnknown(tx, latest, claim, held)) continue
      const proved = (held !== undefined) !== takesAway(claim.action as Action)
      const statement = held === undefined ? 'no account of the person has it' : 'an account of the person has it'
      settle(claim, { proved, statement, line: held ?? null })
    }
    for (const claim of verification.applicationClaims(tx, application, extractAt)) {
      const { verdict, statement, line } = judgeApplicationClaim(tx, latest, claim)
      if (verdict !== 'unknown') settle(claim, { proved: verdict === 'proved', statement, line })
    }
    return verified
  })
}

/** What the data shows of a claim. */
interface Finding {
  readonly proved: boolean
  readonly statement: string
  readonly line: { readonly userName: string; readonly file: string | null; readonly line: number } | null
}

function isUnknown(db: Reader, latest: CurrentAccess, claim: Claim, held: HeldAccess | undefined): boolean {
  return held === undefined
    ? verification.isAbsenceUnknown(db, latest, claim.requestee)
    : verification.isGrantUnknown(db, latest, { account: held.account, entitlement: claim.entitlement })
}

/** Reopens claims that an undone import had settled: they wait for the next extract, and tasks that it reopened are withdrawn. */
function takeBackGroundless(env: Environment, application: string): void {
  if (verification.groundless(env.store.reader, application).length === 0) return
  runAction(env, systemContext, (ctx) => {
    const { tx, at } = ctx
    for (const row of verification.groundless(tx, application)) {
      const item = itemOf(tx, row)
      const request = requestOf(tx, item.requestId)
      if (item.verification === 'contradicted') withdrawItem(ctx, request, item.id)
      requests.restoreClaim(tx, item.id)
      appendHistory(ctx, request, [item], {
        action: 'pending',
        content: `The import that ${item.verification} it was taken back: to be proved again.`,
      })
      recordAudit(tx, at, system, {
        action: 'request.item-unproved',
        object: requestObject(tx, request),
        details: { item: item.displayName, was: item.verification },
      })
    }
  })
}

/** The same for every application that something waits for: at the start, for the program may have ended before it looked. */
export function verifyAllClaims(env: Environment): void {
  for (const application of verification.waiting(env.store.reader)) verifyClaims(env, application)
}

function recordVerification(
  ctx: ActionContext,
  row: number,
  { proved, statement, line, latest }: Finding & { readonly latest: CurrentAccess },
): void {
  const { tx, at } = ctx
  const item = itemOf(tx, row)
  const request = requestOf(tx, item.requestId)
  const evidence = {
    import: latest.importId,
    generation: latest.seq,
    extractAt: instant(latest.extractAt),
    ...(line === null ? {} : { grant: { userName: line.userName, file: line.file, line: line.line } }),
  }
  const word = proved ? 'proved' : 'contradicted'
  requests.verify(tx, item.id, { verification: word, at, evidence })
  appendHistory(ctx, request, [item], {
    action: word,
    content: `In the extract of ${evidence.extractAt.slice(0, 10)} ${statement}.`,
  })
  recordAudit(tx, at, system, {
    action: `request.item-${word}`,
    object: requestObject(tx, request),
    details: { item: item.displayName, import: latest.importId, generation: latest.seq },
  })
  if (proved) withdrawItem(ctx, request, item.id)
  else reopenItem(ctx, request, item)
}

/** Access that appeared without a request, newest first. */
export const listOutOfBand = (db: Reader, offset: number, limit: number): { items: OutOfBand[]; total: number } => ({
  items: verification.outOfBand(db, offset, limit),
  total: verification.countOutOfBand(db),
})
