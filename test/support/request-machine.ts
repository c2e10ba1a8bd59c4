import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { tasksOf, taskItems } from '../../src/main/domain/access-requests/workflow/approvals.service.ts'
import { decideTask } from '../../src/main/domain/access-requests/approvals/decisions.service.ts'
import {
  createDelegation,
  endDelegation,
  listDelegations,
} from '../../src/main/domain/access-requests/workflow/delegations.service.ts'
import {
  cancelConsultation,
  consultAdviser,
  createTask,
  reassignTask,
} from '../../src/main/domain/access-requests/approvals/task-changes.service.ts'
import { DomainError } from '../../src/main/domain/shared/errors.ts'
import { applyDeadlines } from '../../src/main/domain/access-requests/workflow/deadlines.ts'
import { cancelRequest, createRequests } from '../../src/main/domain/access-requests/submission/requests.service.ts'
import { getRequest, itemsOf } from '../../src/main/domain/access-requests/workflow/read-request.service.ts'
import {
  provisionItem,
  updateItems,
} from '../../src/main/domain/access-requests/stored-objects/item-updates.service.ts'
import { membershipsOf } from '../../src/main/domain/roles/roles.service.ts'
import type { Participant } from '../../src/main/domain/sign-in/participant.ts'
import { findPrincipal } from '../../src/main/domain/roles/principals.service.ts'
import { type Governance, startGovernance } from './governance.ts'
import { days } from './people.ts'
import {
  type Actor,
  entries,
  type ItemOutcome,
  type ModelItem,
  type ModelRequest,
  RequestModel,
  type Verdict,
} from './request-model.ts'

/** One story: the database's side of it, beside the model. */
interface World {
  readonly room: Governance
  /** Names of the story's own people by their name in the model. */
  readonly names: ReadonlyMap<string, string>
  /** Keys of the requests, in the model's order. */
  readonly keys: string[]
}

const actors: readonly Actor[] = [
  ...['asker', 'tee', 'boss', 'deputy', 'own1', 'own2', 'it', 'stranger'].map((name) => ({ name, manages: false })),
  { name: 'admin', manages: true },
  // An administrator who asks: the rule must hold for them too.
  { name: 'asker', manages: true },
]
const people = ['asker', 'tee', 'boss', 'deputy', 'own1', 'own2', 'it', 'stranger', 'admin'] as const
const storyOwn = ['asker', 'tee']

export function openMachineHost(): Governance {
  const room = startGovernance()
  for (const name of people) if (!storyOwn.includes(name)) room.person(name)
  room.role('owners', ['own1', 'own2'])
  for (const [name, { approvers, parallel, after }] of Object.entries(entries)) {
    room.role(name)
    room.item(name, {
      approvers: approvers.map((one) => (one === 'boss' ? 'manager' : 'managed/role/owners')),
      ...(parallel ? { parallelApproval: true } : {}),
      ...(after === 'by-hand' ? { provisioner: 'managed/user/it' } : {}),
      ...(after === 'script' ? { provisionScript: 'give.js' } : {}),
      ...(after === 'workflow' ? { requestWorkflow: 'flow' } : {}),
    })
  }
  return room
}

const called = (world: World, name: string): string => world.names.get(name) ?? name
const as = (world: World, { name, manages }: Actor): Participant =>
  world.room.as(called(world, name), ...(manages ? (['requests:manage'] as const) : []))

/** Runs something that may be refused. */
function verdict(work: () => unknown): Verdict {
  try {
    work()
    return 'done'
  } catch (error) {
    if (error instanceof DomainError && ['forbidden', 'conflict', 'invalid', 'stale'].includes(error.code))
      return error.code as Verdict
    throw error
  }
}

function expectSame(what: string, found: unknown, meant: unknown): void {
  if (!isDeepStrictEqual(found, meant))
    throw new Error(`${what}: the database has ${JSON.stringify(found)}, the model ${JSON.stringify(meant)}`)
}

const sorted = (rows: readonly object[]): string[] => rows.map((row) => JSON.stringify(row)).toSorted()

/** Compares everything that the model knows with what the database says. */
function compare(model: RequestModel, world: World): void {
  const db = world.room.env.store.reader
  const nameOf = new Map(people.map((name) => [world.room.idOf(called(world, name)), name as string]))
  const principal = (one: { kind: string; id: number } | null): string | null => {
    if (one === null) return null
    if (one.kind === 'identity') return nameOf.get(one.id) ?? String(one.id)
    return one.id === findPrincipal(db, 'managed/role/owners')?.id ? 'owners' : 'default'
  }
  for (const [i, meant] of model.requests.entries()) {
    const request = getRequest(db, world.keys[i] ?? '')
    expectSame('status', request.status, meant.status)
    const items = itemsOf(db, request.id)
    expectSame(
      'items',
      items.map(({ timesApproved, step, outcome, verification }) => ({ timesApproved, step, outcome, verification })),
      meant.items.map(({ times, step, outcome, verification }) => ({
        timesApproved: times,
        step,
        outcome,
        verification,
      })),
    )
    const entryOf = new Map(items.map((item, n) => [item.id, meant.items[n]?.entry]))
    expectSame(
      'tasks',
      sorted(
        tasksOf(db, request.id).map((task) => ({
          kind: task.kind,
          level: task.level,
          approver: principal(task.approver),
          delegated: task.delegated,
          status: task.status,
          consult: principal(task.consult),
          expired: task.expired,
          dueAt: task.dueAt,
          completedBy: task.completedBy === null ? null : nameOf.get(task.completedBy),
          items: Object.fromEntries(taskItems(db, task.id).map(({ item, outcome }) => [entryOf.get(item), outcome])),
        })),
      ),
      sorted(
        meant.tasks.map(({ added: _, items: decided, ...task }) => ({
          kind: task.kind,
          level: task.level,
          approver: task.approver,
          delegated: task.delegated,
          status: task.status,
          consult: task.consult,
          expired: task.expired,
          dueAt: task.dueAt,
          completedBy: task.completedBy,
          items: Object.fromEntries(
            meant.items.flatMap((item) => (decided.has(item) ? [[item.entry, decided.get(item)]] : [])),
          ),
        })),
      ),
    )
  }
  for (const person of [...storyOwn, 'boss', 'own1'])
    expectSame(
      `roles of ${person}`,
      membershipsOf(db, world.room.idOf(called(world, person)))
        .map(({ idmId }) => idmId)
        .filter((role) => role in entries)
        .toSorted(),
      [...model.held]
        .filter((key) => key.startsWith(`${person} `))
        .map((key) => key.slice(person.length + 1))
        .toSorted(),
    )
}

type Step = fc.Command<RequestModel, World>

/** A command of the story; what the model says of it, the program must say too. */
function step(
  name: string,
  ready: (model: Pick<RequestModel, 'requests'>) => boolean,
  run: (model: RequestModel, world: World) => void,
): Step {
  return {
    check: (model) => ready(model),
    run(model, world) {
      run(model, world)
      compare(model, world)
    },
    toString: () => name,
  }
}

const pick = <T>(all: readonly T[], n: number): T => all[n % all.length] as T

/** A task of the model with the key under which the database has the same one. */
function taskAt(model: RequestModel, world: World, n: number) {
  const all = model.requests.flatMap((request, i) => request.tasks.map((task) => ({ request, i, task })))
  const { request, i, task } = pick(all, n)
  const db = world.room.env.store.reader
  const stored = tasksOf(db, getRequest(db, world.keys[i] ?? '').id)[request.tasks.indexOf(task)]
  if (!stored) throw new Error('the database lacks a task')
  return { request, task, stored }
}

function itemAt(model: RequestModel, world: World, n: number) {
  const all = model.requests.flatMap((request, i) => request.items.map((item) => ({ request, i, item })))
  const { request, i, item } = pick(all, n)
  return { request, item, key: world.keys[i] ?? '' }
}

const hasRequest = (model: Pick<RequestModel, 'requests'>) => model.requests.length > 0
const hasTask = (model: Pick<RequestModel, 'requests'>) => model.requests.some(({ tasks }) => tasks.length > 0)
const actor = fc.constantFrom(...actors)
const nat = fc.nat(1000)
const wishes = fc.uniqueArray(
  fc.record({
    entry: fc.constantFrom(...Object.keys(entries)),
    action: fc.constantFrom('add' as const, 'add' as const, 'remove' as const),
    until: fc.option(fc.integer({ min: 1, max: 40 }), { freq: 4 }),
  }),
  { minLength: 1, maxLength: 4, selector: ({ entry }) => entry },
)

const steps: fc.Arbitrary<Step>[] = [
  fc
    .tuple(fc.constantFrom('asker', 'asker', 'boss', 'own1'), fc.constantFrom('asker', 'tee', 'tee'), wishes)
    .map(([by, forWhom, items]) =>
      step(
        `create ${by}→${forWhom} ${JSON.stringify(items)}`,
        () => true,
        (model, world) => {
          const wished = items.map(({ entry, action, until }) => ({
            entry,
            action,
            endsAt:
              until === null || action === 'remove' || entries[entry]?.after !== 'role'
                ? null
                : model.now + days(until),
          }))
          const wish = {
            people: [called(world, forWhom)],
            items: wished.map(({ entry, action, endsAt }) => ({ itemId: entry, action, fields: {}, endsAt })),
            comment: '',
          }
          const [made] = createRequests(world.room.env, as(world, { name: by, manages: false }), wish, null)
          world.keys.push(made?.key ?? '')
          model.create(by, forWhom, wished)
        },
      ),
    ),
  fc
    .tuple(nat, actor, fc.oneof(fc.boolean(), fc.array(fc.boolean(), { minLength: 1, maxLength: 4 })), fc.nat(9))
    .map(([n, who, says, twice]) =>
      step(`decide ${n} as ${who.name} ${JSON.stringify(says)}`, hasTask, (model, world) => {
        const { request, task, stored } = taskAt(model, world, n)
        decideIn(model, world, { request, task, stored, who, says, stale: twice === 9 })
        // Sent once more, it has no second effect.
        if (twice === 0) decideIn(model, world, { request, task, stored, who, says, stale: false })
      }),
    ),
  fc.tuple(nat, fc.boolean(), fc.nat(1)).map(([n, says, k]) =>
    step(`decide ${n} as whoever has it ${says}`, hasTask, (model, world) => {
      const { request, task, stored } = taskAt(model, world, n)
      const members = { owners: ['own1', 'own2'], default: ['admin'] }[task.approver] ?? [task.approver]
      const name = pick(members, k)
      decideIn(model, world, { request, task, stored, who: { name, manages: name === 'admin' }, says, stale: false })
    }),
  ),
  fc.tuple(nat, actor, fc.constantFrom('asker', 'stranger', 'own1', 'owners', 'default')).map(([n, who, to]) =>
    step(`reassign ${n} as ${who.name} to ${to}`, hasTask, (model, world) => {
      const { request, task, stored } = taskAt(model, world, n)
      const found = verdict(() => reassignTask(world.room.env, as(world, who), stored.key, principalOf(world, to)))
      expectSame('verdict', found, model.reassign(who, request, task, to))
    }),
  ),
  fc.tuple(nat, actor, fc.option(fc.constantFrom('stranger', 'own2'))).map(([n, who, adviser]) =>
    step(`consult ${adviser} on ${n} as ${who.name}`, hasTask, (model, world) => {
      const { request, task, stored } = taskAt(model, world, n)
      const { env } = world.room
      const found = verdict(() =>
        adviser === null
          ? cancelConsultation(env, as(world, who), stored.key)
          : consultAdviser(env, as(world, who), stored.key, principalOf(world, adviser)),
      )
      expectSame('verdict', found, model.consult(who, request, task, adviser))
    }),
  ),
  fc.tuple(nat, actor).map(([n, who]) =>
    step(`cancel ${n} as ${who.name}`, hasRequest, (model, world) => {
      const i = n % model.requests.length
      const found = verdict(() => cancelRequest(world.room.env, as(world, who), world.keys[i] ?? '', ''))
      expectSame('verdict', found, model.cancel(who, model.requests[i] as ModelRequest))
    }),
  ),
  fc
    .tuple(
      nat,
      actor,
      fc.oneof(
        fc.record({
          outcome: fc.constantFrom<ItemOutcome>('provisioned', 'not-provisioned', 'denied', 'cancelled'),
        }),
        fc.record({ times: fc.nat(2) }),
      ),
    )
    .map(([n, who, change]) =>
      step(`update ${n} as ${who.name} ${JSON.stringify(change)}`, hasRequest, (model, world) => {
        const { request, item, key } = itemAt(model, world, n)
        const { outcome, times }: { outcome?: ItemOutcome; times?: number } = change
        const wish = {
          itemId: item.entry,
          ...(outcome === undefined ? {} : { outcome }),
          ...(times === undefined ? {} : { timesApproved: times }),
        }
        const found = verdict(() => updateItems(world.room.env, as(world, who), key, [wish]))
        expectSame('verdict', found, model.update(who, request, item, change))
      }),
    ),
  fc.tuple(nat, actor).map(([n, who]) =>
    step(`provision ${n} as ${who.name}`, hasRequest, (model, world) => {
      const { request, item, key } = itemAt(model, world, n)
      const found = verdict(() =>
        provisionItem(world.room.env, as(world, who), { key, itemId: item.entry, action: item.action }),
      )
      expectSame('verdict', found, model.provision(who, request, item))
    }),
  ),
  fc.tuple(nat, actor, fc.constantFrom('stranger', 'own1', 'asker')).map(([n, who, to]) =>
    step(`add a task to ${n} as ${who.name} for ${to}`, hasRequest, (model, world) => {
      const { request, item, key } = itemAt(model, world, n)
      const approver = principalOf(world, to)
      const wish = { requestId: key, itemIds: [item.entry], approver, workflowTaskId: null }
      const found = verdict(() => createTask(world.room.env, as(world, who), wish))
      expectSame('verdict', found, model.addTask(who, request, item, to))
    }),
  ),
  fc.integer({ min: 1, max: 20 }).map((n) =>
    step(
      `${n} days pass`,
      () => true,
      (model, world) => {
        world.room.people.advance(days(n))
        const before = model.requests.length
        model.pass(days(n))
        applyDeadlines(world.room.env)
        followEndings(model, world, before)
      },
    ),
  ),
  fc.constant(
    step(
      'the boss delegates, or ends it',
      () => true,
      (model, world) => {
        // A delegation that ends in the moment in which it began would still hold in it.
        world.room.people.advance(1)
        model.now++
        model.delegates = !model.delegates
        setDelegation(world.room, model.delegates)
      },
    ),
  ),
]

function decideIn(
  model: RequestModel,
  world: World,
  one: {
    request: ModelRequest
    task: ModelRequest['tasks'][number]
    stored: { key: string; revision: number; kind: string }
    who: Actor
    says: boolean | readonly boolean[]
    stale: boolean
  },
): void {
  const { request, task, stored, who, says, stale } = one
  const words =
    task.kind === 'approval' ? (['approved', 'rejected'] as const) : (['provisioned', 'not-provisioned'] as const)
  const open: ModelItem[] = request.items.filter((item) => task.items.get(item) === null)
  const decided =
    typeof says === 'boolean'
      ? ({ all: says ? 'yes' : 'no', comment: '' } as const)
      : [...task.items.keys()]
          .filter((item) => open.includes(item))
          .map((item, i) => ({
            itemId: item.entry,
            outcome: says[i % says.length] ? words[0] : words[1],
            comment: '',
          }))
  const revision = stale ? stored.revision + 100 : null
  const found = verdict(() => decideTask(world.room.env, as(world, who), { taskKey: stored.key, revision, decided }))
  expectSame('verdict', found, model.decide(who, request, task, stale, says))
}

function principalOf(world: World, name: string) {
  const id =
    { owners: 'managed/role/owners', default: 'internal/role/access-request-admin' }[name] ??
    `managed/user/${called(world, name)}`
  const found = findPrincipal(world.room.env.store.reader, id)
  if (!found) throw new Error(`nobody is ${id}`)
  return found
}

/** The removals that time made: each is found by the item that it ends. */
function followEndings(model: RequestModel, world: World, before: number): void {
  const ended = world.room.env.store.reader
    .prepare(
      `SELECT r.idm_id FROM request r JOIN identity i ON i.id = r.requestee_id
       WHERE r.requester_id IS NULL AND i.idm_id IN (?, ?) ORDER BY r.id`,
    )
    .pluck()
    .all(called(world, 'asker'), called(world, 'tee')) as string[]
  const fresh = ended.filter((key) => !world.keys.includes(key))
  const meant = model.requests.slice(before)
  if (fresh.length !== meant.length)
    throw new Error(`time made ${fresh.length} removals in the database, ${meant.length} in the model`)
  const db = world.room.env.store.reader
  const titleOf = (key: string) => {
    const request = getRequest(db, key)
    return `${request.requestee} ${itemsOf(db, request.id)[0]?.displayName}`
  }
  for (const { requestee, items } of meant) {
    const title = `${world.room.idOf(called(world, requestee))} ${items[0]?.entry}`
    world.keys.push(fresh.find((key) => titleOf(key) === title && !world.keys.includes(key)) ?? '')
  }
}

function setDelegation(room: Governance, on: boolean): void {
  const { env } = room
  const boss = room.as('boss')
  if (on)
    createDelegation(env, boss, {
      identity: room.idOf('boss'),
      delegate: room.idOf('deputy'),
      fromAt: env.clock(),
      toAt: Number.MAX_SAFE_INTEGER,
    })
  else for (const { id } of listDelegations(env.store.reader, env.clock())) endDelegation(env, boss, id)
}

let stories = 0

/** Tells random stories, each with people of its own, and holds the database to the model after every command. */
export function runStories(room: Governance, numRuns: number): void {
  fc.assert(
    fc.property(fc.commands(steps, { maxCommands: 25, size: '+1' }), (commands) => {
      const n = ++stories
      const world: World = { room, names: new Map(storyOwn.map((name) => [name, `${name}-${n}`])), keys: [] }
      for (const name of world.names.values()) room.person(name, 'boss')
      const model = new RequestModel(room.env.clock())
      try {
        fc.modelRun(() => ({ model, real: world }), commands)
      } finally {
        putAway(room, world)
      }
    }),
    { numRuns },
  )
}

/** What a story leaves open would be due in the next ones. */
function putAway(room: Governance, { keys }: World): void {
  setDelegation(room, false)
  room.people.advance(1)
  const admin = room.as('admin', 'requests:manage')
  for (const key of keys)
    if (getRequest(room.env.store.reader, key).status === 'in-progress') cancelRequest(room.env, admin, key, '')
}
