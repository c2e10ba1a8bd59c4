import { runAction, systemContext, type ActionContext } from '../../access-requests/workflow/action-context.ts'
import { identityOf } from '../../identities/references.service.ts'
import { personnelEventSettings } from '../../settings/personnel-event-settings.service.ts'
import { businessDayAt } from '../../shared/business-day.ts'
import type { Environment } from '../../shared/environment.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import { system } from '../../shared/actor.ts'
import { events } from '../events.store.ts'
import type { PersonnelEvent } from '../model/event.ts'
import { recordEvent } from '../record-event.ts'
import { confirmProposal } from './confirm.service.ts'
import { type Proposal, proposals } from './proposals.store.ts'
import { rosterChanges, type RosterGeneration } from './roster-changes.store.ts'
import { type Fact, factOf } from './what-changed.ts'

/**
 * Proposes the events that a roster's import shows: joiners, leavers, movers, and who is back. Done twice it proposes
 * nothing more. The first import of a roster proposes nothing, for everybody in it would be new.
 * @returns how many proposals are new
 */
export function proposeEvents(env: Environment, importId: string): number {
  const generation = rosterChanges.generation(env.store.reader, importId)
  if (!generation) return 0
  const news = rosterChanges.of(env.store.reader, generation).flatMap((change) => {
    const fact = factOf(change, rosterChanges.isListed(env.store.reader, change.identity))
    return fact === null ? [] : [{ identity: change.identity, fact }]
  })
  if (news.length === 0) return 0
  return runAction(env, systemContext, (ctx) => {
    const added = news.filter(({ identity, fact }) => propose(ctx, generation, { identity, fact }))
    return added.length
  })
}

interface News {
  readonly identity: number
  readonly fact: Fact
}

/** What the newest extract shows makes an open proposal of the contrary pointless. */
const contrary: Readonly<Record<Proposal['kind'], readonly Proposal['kind'][]>> = {
  onboard: ['offboard'],
  return: ['offboard'],
  offboard: ['onboard', 'return', 'role-transition'],
  'role-transition': [],
}

function propose(
  ctx: ActionContext,
  { importRow, extractAt }: RosterGeneration,
  { identity, fact: shown }: News,
): boolean {
  const { tx, at, env } = ctx
  const fact = { ...shown, kind: kindFor(ctx, identity, shown.kind) }
  proposals.overtake(tx, identity, at, contrary[fact.kind])
  const open = openEventOf(ctx, identity, fact.kind)
  // A script or a person was first: the event and what the roster shows are one.
  if (open !== undefined && fact.kind !== 'return') {
    recordEvent(ctx, open, {
      action: 'seen-in-roster',
      text: `The roster of ${businessDayAt(extractAt)} shows it, too.`,
    })
    return false
  }
  const guid = env.newId()
  const isNew = proposals.add(tx, { guid, identity, ...fact, importRow, noticedOn: businessDayAt(extractAt), at })
  if (!isNew) return false
  recordAudit(tx, at, system, {
    action: 'personnel-event.proposed',
    object: { type: 'person', id: identityOf(tx, identity).guid, name: identityOf(tx, identity).name },
    details: { kind: fact.kind, proposal: guid },
  })
  ctx.events.push({ type: 'personnel-event', id: guid })
  const proposal = proposals.byGuid(tx, guid)
  if (proposal && personnelEventSettings(tx).reportFromRoster.includes(fact.kind)) confirmProposal(ctx, proposal, null)
  return true
}

/** Somebody who appears is back from the leave that they are on, and a joiner otherwise. */
function kindFor(ctx: ActionContext, identity: number, kind: Proposal['kind']): Proposal['kind'] {
  if (kind !== 'onboard' && kind !== 'return') return kind
  return openEventOf(ctx, identity, 'return') === undefined ? 'onboard' : 'return'
}

/** The open event that a fact is about: of who is back, their leave. */
function openEventOf({ tx }: ActionContext, identity: number, kind: Proposal['kind']): PersonnelEvent | undefined {
  const leave = kind === 'return' ? 'leave-of-absence' : kind
  return events.openTwin(tx, { kind: leave, identity, email: '' })
}
