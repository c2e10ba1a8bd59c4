import { inTurn, type Turn } from './turn.ts'
import type { Reader } from '../../storage/open.ts'
import type { Json } from '../audit/canonical.ts'
import { record } from '../audit/audit.service.ts'
import { cancelTask } from '../approvals/tasks.service.ts'
import { defaultGroup } from '../approvals/default-group.ts'
import { tasksOf } from '../approvals/approvals.service.ts'
import { type Entry, findItem, getEntry } from '../catalogue/catalogue.service.ts'
import { rulesOf } from '../catalogue/entry.ts'
import { judgeAnswers } from '../catalogue/request-fields.ts'
import { fieldsNamed } from '../catalogue/request-fields.service.ts'
import type { Environment } from '../environment.ts'
import { type FieldError, notFound, Refusal } from '../errors.ts'
import { findIdentity, identityOf, managerOf } from '../identities/references.service.ts'
import { notify } from '../notifications/notifications.service.ts'
import { hasRight, mustBePerson, type Participant } from '../roles/participant.ts'
import { person } from '../roles/principal.ts'
import { findPrincipal, longIdOf } from '../roles/principals.service.ts'
import type { GovernanceSettings } from '../settings/governance.ts'
import { approverNames, type Level, resolveLevels } from './chain.ts'
import { note, settle, startItems } from './flow.service.ts'
import { occasionOf } from './messages.ts'
import { type Action, takesAway } from './action.ts'
import { isPartyTo, type Request, type RequestItem } from './request.ts'
import { countRequests, findRequests, type RequestQuestion } from './request-lists.store.ts'
import { requests } from './requests.store.ts'
import { requestObject } from './request-objects.ts'
import { givesRights } from './rights-at-stake.ts'

export interface WishedItem {
  /** The id of an entry, of a bundle, or of the object behind an entry. */
  readonly itemId: string
  readonly action: Action
  readonly fields: { readonly [name: string]: Json }
  /** The last moment of access that is given for a time. */
  readonly endsAt?: number | null
}

export interface Wish {
  /** Long or short ids of people. */
  readonly userIds: readonly string[]
  readonly items: readonly WishedItem[]
  readonly comment: string
}

/** A wish whose people and items are known. */
interface Understood {
  readonly people: readonly number[]
  readonly items: readonly { readonly entry: Entry; readonly wish: WishedItem }[]
  readonly bundles: readonly string[]
}

/** Judges a request before anything is stored: policies may forbid it. */
export type Guard = (db: Reader, who: Participant, requestee: number, items: Understood['items']) => void

const mostPeople = 500
const mostItems = 200

/**
 * Makes one request for each person (C.1): bundles are unpacked, chains resolved, the first tasks opened.
 * @param guard refuses what policies forbid; null skips the check
 * @throws Refusal `forbidden`, `not found` for unknown people and items, `invalid` with everything that is wrong
 */
export function createRequests(env: Environment, who: Participant, wish: Wish, guard: Guard | null): Request[] {
  const requester = mustBePerson(who)
  return inTurn(env, who, (turn) => {
    const { tx } = turn
    const understood = understand(tx, wish)
    judgeEnds(wish.items, turn.at)
    if (guard && turn.settings.checkRequestsAgainstPolicies)
      for (const one of understood.people) guard(tx, who, one, understood.items)
    return understood.people.map((requestee) => createOne(turn, requester, requestee, understood, wish.comment))
  })
}

/** Access ends after it begins, and what is taken away has no end. @throws Refusal `invalid` */
function judgeEnds(items: readonly WishedItem[], now: number): void {
  const errors = items.flatMap(({ endsAt, action }, i): FieldError[] => {
    if (endsAt === undefined || endsAt === null) return []
    if (takesAway(action)) return [{ field: `items.${i}.endDate`, message: 'means nothing for a removal' }]
    return endsAt > now ? [] : [{ field: `items.${i}.endDate`, message: 'must be in the future' }]
  })
  if (errors.length > 0) throw new Refusal('invalid', 'This request will not do.', errors)
}

/** Makes the request of one person in the caller's turn. */
export function createOne(
  turn: Turn,
  requester: number | null,
  requestee: number,
  { items, bundles }: Pick<Understood, 'items' | 'bundles'>,
  comment: string,
  approval: 'as the chains say' | 'given before' = 'as the chains say',
): Request {
  const { env, tx, at, settings, actor } = turn
  const asks = approval === 'as the chains say'
  const guid = env.newId()
  const id = requests.insert(tx, { guid, idmId: guid, requester, requestee, comment, bundles, at })
  for (const { entry, wish } of items) {
    const rules = rulesOf(entry.body)
    const flows = rules.requestWorkflow === null
    requests.insertItem(tx, {
      request: id,
      entry: entry.id,
      action: wish.action,
      displayName: entry.displayName,
      fields: withoutContents(wish.fields),
      chain: flows && asks ? chainFor(tx, entry, wish.action, requestee, settings) : [],
      parallel: rules.parallel,
      step: flows ? 'approval' : 'custom workflow',
      endsAt: wish.endsAt ?? null,
    })
  }
  const request = getRow(tx, id)
  const made = requests.items(tx, id)
  record(tx, at, actor, {
    action: 'request.made',
    object: requestObject(tx, request),
    details: {
      requestee: identityOf(tx, requestee).guid,
      items: items.map(({ entry, wish }) => ({ entry: entry.key, action: wish.action })),
    },
  })
  if (comment !== '') note(turn, request, [], 'comment', comment)
  startItems(turn, request, made)
  return getRow(tx, id)
}

/** Who would have to decide, level by level, as things are now: also for the preview of a catalogue entry. */
export function chainFor(
  db: Reader,
  entry: Entry,
  action: Action,
  requestee: number,
  settings: GovernanceSettings,
): Level[] {
  const names = approverNames(rulesOf(entry.body), action, settings.defaultApprovers)
  const levels = resolveLevels(names, {
    requestee: person(requestee),
    ofRequestee: (name) => {
      const manager = name === 'manager' ? managerOf(db, requestee) : undefined
      return manager === undefined ? undefined : person(manager)
    },
    ofEntry: (name) => {
      const value = entry.body[name]
      return typeof value === 'string' ? findPrincipal(db, value) : undefined
    },
    byLongId: (id) => findPrincipal(db, id),
    defaultGroup: defaultGroup(db, settings),
  })
  if (levels.length > 0 || !givesRights(db, entry, settings)) return levels
  const group = defaultGroup(db, settings)
  return [{ name: longIdOf(db, group), approver: group }]
}

/**
 * Ends a request before it is decided: open items and tasks are cancelled, what was done stays done.
 * @throws Refusal `not found`, `forbidden` for others than requester, requestee and administrators, `conflict` when it has ended
 */
export function cancelRequest(env: Environment, who: Participant, key: string, reason: string): Request {
  return inTurn(env, who, (turn) => {
    const { tx } = turn
    const request = getRequest(tx, key)
    if (!isPartyTo(request, who.identity) && !hasRight(who, 'requests:manage'))
      throw new Refusal('forbidden', 'Only who made a request, whom it is for, or an administrator cancels it.')
    if (request.status !== 'in-progress') throw new Refusal('conflict', 'This request has ended already.')
    const open = requests.items(tx, request.id).filter(({ outcome }) => outcome === null)
    // Before the items, so that the last of them does not complete it.
    requests.end(tx, request.id, 'cancelled', turn.at)
    for (const task of tasksOf(tx, request.id)) if (task.status === 'in-progress') cancelTask(turn, request, task)
    for (const item of open) settle(turn, request, item, 'cancelled', 'none')
    note(turn, request, open, 'cancelled', reason)
    const parties = [request.requestee, ...(request.requester === null ? [] : [request.requester])]
    notify(tx, turn.at, 'REQUEST_CANCELLED', parties, occasionOf(tx, request, open))
    record(tx, turn.at, who.actor, {
      action: 'request.cancelled',
      object: requestObject(tx, request),
      details: { reason },
    })
    return getRow(tx, request.id)
  })
}

/** A request that is there. @throws Refusal `not found` */
export function getRequest(db: Reader, key: string): Request {
  const request = requests.byKey(db, key)
  if (!request) throw notFound('request')
  return request
}

export type { RequestQuestion } from './request-lists.store.ts'

/** One page of requests. @param counted whether the total is wanted; null otherwise @throws UnknownField */
export const listRequests = (
  db: Reader,
  question: RequestQuestion,
  counted: boolean,
): { items: Request[]; total: number | null } => ({
  items: findRequests(db, question).map((id) => getRow(db, id)),
  total: counted ? countRequests(db, question) : null,
})

export const itemsOf = (db: Reader, request: number): RequestItem[] => requests.items(db, request)

/**
 * Finds the people and items of a wish, unpacks its bundles and judges the answers to the items' fields.
 * @param complete whether the answers matter: a check of policies needs none
 * @throws Refusal `not found` when all that is wrong are unknown ids, else `invalid`, with everything at once
 */
export function understand(db: Reader, wish: Wish, complete = true): Understood {
  const errors: FieldError[] = []
  const unknown: FieldError[] = []
  if (wish.userIds.length === 0) errors.push({ field: 'userIds', message: 'must name at least one person' })
  if (wish.userIds.length > mostPeople)
    errors.push({ field: 'userIds', message: `must name at most ${mostPeople} people` })
  if (wish.items.length === 0) errors.push({ field: 'items', message: 'must name at least one item' })
  const people = wish.userIds.flatMap((id, i) => {
    const found = findIdentity(db, id.replace(/^managed\/user\//, ''))
    if (!found) unknown.push({ field: `userIds.${i}`, message: `there is no person ${id}` })
    return found ? [found.id] : []
  })
  const bundles: string[] = []
  const items = wish.items.flatMap((one, i) => {
    const found = unpack(db, one, bundles)
    if (found.length === 0) unknown.push({ field: `items.${i}.itemId`, message: `${one.itemId} can’t be requested` })
    for (const { entry } of complete ? found : [])
      errors.push(...judgeAnswers(fieldsNamed(db, rulesOf(entry.body).requestFields), one.fields, `items.${i}.fields`))
    return found
  })
  const seen = new Set<number>()
  const once = items.filter(({ entry, wish: one }) => {
    // Two bundles may share an item; the same item asked for twice by name is a mistake.
    if (seen.has(entry.id) && !bundles.includes(one.itemId))
      errors.push({ field: 'items', message: `names ${entry.displayName} twice` })
    const fresh = !seen.has(entry.id)
    seen.add(entry.id)
    return fresh
  })
  if (once.length > mostItems) errors.push({ field: 'items', message: `must be at most ${mostItems} items` })
  if (new Set(people).size !== people.length) errors.push({ field: 'userIds', message: 'must not repeat a person' })
  if (errors.length > 0) throw new Refusal('invalid', 'This request will not do.', [...unknown, ...errors])
  if (unknown.length > 0) throw new Refusal('not found', unknown.map(({ message }) => message).join('; '), unknown)
  return { people, items: once, bundles }
}

function unpack(db: Reader, wish: WishedItem, bundles: string[]): { entry: Entry; wish: WishedItem }[] {
  const item = findItem(db, wish.itemId)
  if (item) return [{ entry: item, wish }]
  const bundle = bundleOf(db, wish.itemId)
  if (!bundle) return []
  bundles.push(bundle.key)
  const contents = Array.isArray(bundle.body['itemIds']) ? bundle.body['itemIds'] : []
  return contents.flatMap((id) => {
    const entry = typeof id === 'string' ? findItem(db, id) : undefined
    return entry ? [{ entry, wish }] : []
  })
}

function bundleOf(db: Reader, key: string): Entry | undefined {
  try {
    const entry = getEntry(db, key)
    return entry.class === 'requestable-item-bundle' ? entry : undefined
  } catch (error) {
    if (error instanceof Refusal) return undefined
    throw error
  }
}

/** The bytes of a file field are kept as an attachment, not beside the answers. */
const withoutContents = (answers: WishedItem['fields']): WishedItem['fields'] =>
  Object.fromEntries(
    Object.entries(answers).map(([name, value]) => [
      name,
      typeof value === 'object' && value !== null && 'content' in value && 'fileName' in value
        ? (value as { readonly fileName: Json }).fileName
        : value,
    ]),
  )

function getRow(db: Reader, id: number): Request {
  const request = requests.get(db, id)
  if (!request) throw new Error(`no request ${id}`)
  return request
}
