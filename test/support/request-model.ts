import { requestTransitions, type Step, stepTransitions } from '../../src/main/domain/access-requests/model/request.ts'
import { taskTransitions } from '../../src/main/domain/access-requests/model/task.ts'
import { days } from './people.ts'

/** The state machines of requests, items and tasks as plain objects: what the contract says, without a database. */

export type Verdict = 'done' | 'forbidden' | 'conflict' | 'invalid' | 'stale'

/** A catalogue item of the stage: who decides, and what comes after. */
export interface ModelEntry {
  readonly approvers: readonly ('boss' | 'owners')[]
  readonly parallel?: true
  readonly after: 'role' | 'by-hand' | 'script' | 'workflow'
}

export const entries: Readonly<Record<string, ModelEntry>> = {
  free: { approvers: [], after: 'role' },
  plain: { approvers: ['boss'], after: 'role' },
  serial: { approvers: ['boss', 'owners'], after: 'role' },
  parallel: { approvers: ['boss', 'owners'], parallel: true, after: 'role' },
  handmade: { approvers: ['boss'], after: 'by-hand' },
  scripted: { approvers: ['boss'], after: 'script' },
  custom: { approvers: ['boss'], after: 'workflow' },
}
export const groups: Readonly<Record<string, readonly string[]>> = { owners: ['own1', 'own2'], default: ['admin'] }

export type ItemOutcome = 'provisioned' | 'not-provisioned' | 'denied' | 'cancelled'

export interface ModelItem {
  readonly entry: string
  readonly action: 'add' | 'remove'
  readonly chain: readonly ('boss' | 'owners')[]
  times: number
  step: Step
  outcome: ItemOutcome | null
  verification: string
  readonly endsAt: number | null
  outcomeAt: number
  ended: boolean
}

export interface ModelTask {
  readonly kind: 'approval' | 'provisioning'
  readonly level: number
  approver: string
  delegated: boolean
  status: 'in-progress' | 'complete' | 'cancelled'
  consult: string | null
  expired: boolean
  dueAt: number
  completedBy: string | null
  readonly added: boolean
  readonly items: Map<ModelItem, string | null>
}

export interface ModelRequest {
  readonly requester: string | null
  readonly requestee: string
  status: 'in-progress' | 'complete' | 'cancelled'
  readonly items: readonly ModelItem[]
  readonly tasks: ModelTask[]
}

export interface Actor {
  readonly name: string
  readonly manages: boolean
}

const dueDays = 14

export class RequestModel {
  now: number
  delegates = false
  readonly requests: ModelRequest[] = []
  /** `person entry` of each role that is held. */
  readonly held = new Set<string>()
  #order = 0

  constructor(now: number) {
    this.now = now
  }

  create(
    requester: string | null,
    requestee: string,
    wishes: readonly { entry: string; action: 'add' | 'remove'; endsAt: number | null }[],
    approved = false,
  ): ModelRequest {
    const request: ModelRequest = {
      requester,
      requestee,
      status: 'in-progress',
      tasks: [],
      items: wishes.map(({ entry, action, endsAt }) => {
        const { approvers, after } = entries[entry] as ModelEntry
        return {
          entry,
          action,
          chain: after === 'workflow' || approved ? [] : approvers,
          times: 0,
          step: after === 'workflow' ? 'custom-workflow' : 'approval',
          outcome: null,
          verification: 'none',
          endsAt,
          outcomeAt: 0,
          ended: false,
        }
      }),
    }
    this.requests.push(request)
    const flowing = request.items.filter(({ step }) => step === 'approval')
    for (const item of flowing) if (item.chain.length === 0) this.#provision(request, [item])
    const decided = flowing.filter(({ chain }) => chain.length > 0)
    const isParallel = ({ entry }: ModelItem) => entries[entry]?.parallel === true
    const both = decided.filter(isParallel)
    for (const level of [0, 1])
      this.#open(
        request,
        both.filter(({ chain }) => chain.length > level),
        level,
      )
    this.#open(
      request,
      decided.filter((item) => !isParallel(item)),
      0,
    )
    return request
  }

  decide(
    who: Actor,
    request: ModelRequest,
    task: ModelTask,
    stale: boolean,
    says: readonly boolean[] | boolean,
  ): Verdict {
    if (task.status !== 'in-progress') return 'conflict'
    if (!this.#isAmong(who, task.approver)) return 'forbidden'
    if (isParty(request, who.name)) return 'forbidden'
    if (stale) return 'stale'
    const [yes, no] = task.kind === 'approval' ? ['approved', 'rejected'] : ['provisioned', 'not-provisioned']
    const open = [...task.items].filter(([, outcome]) => outcome === null).map(([item]) => item)
    const settled = open.map((item, i) => ({
      item,
      yes: typeof says === 'boolean' ? says : says[i % says.length] === true,
    }))
    for (const one of settled) task.items.set(one.item, one.yes ? yes : no)
    moveTask(task, 'complete')
    task.completedBy = who.name
    if (task.added) return 'done'
    const flowing = settled.filter(({ item }) => item.step === 'approval' || item.step === 'provisioning')
    if (task.kind === 'provisioning') {
      for (const { item, yes: good } of flowing)
        this.#settle(
          request,
          item,
          good ? 'provisioned' : 'not-provisioned',
          good ? this.#standing(request, item) : 'none',
        )
      return 'done'
    }
    for (const { item } of flowing.filter((one) => !one.yes)) this.#settle(request, item, 'denied', 'none')
    this.#pass(
      request,
      flowing.filter((one) => one.yes).map(({ item }) => item),
    )
    return 'done'
  }

  reassign(who: Actor, request: ModelRequest, task: ModelTask, to: string): Verdict {
    if (task.status !== 'in-progress') return 'conflict'
    if (isParty(request, who.name)) return 'forbidden'
    if (!this.#isAmong(who, task.approver) && !who.manages) return 'forbidden'
    if (isParty(request, to)) return 'invalid'
    Object.assign(task, { approver: to, delegated: false, dueAt: this.now + days(dueDays), expired: false })
    return 'done'
  }

  consult(who: Actor, request: ModelRequest, task: ModelTask, adviser: string | null): Verdict {
    if (task.status !== 'in-progress') return 'conflict'
    if (isParty(request, who.name)) return 'forbidden'
    if (!this.#isAmong(who, task.approver) && !who.manages) return 'forbidden'
    if (adviser === null && task.consult === null) return 'conflict'
    task.consult = adviser
    return 'done'
  }

  cancel(who: Actor, request: ModelRequest): Verdict {
    if (!isParty(request, who.name) && !who.manages) return 'forbidden'
    if (request.status !== 'in-progress') return 'conflict'
    moveRequest(request, 'cancelled')
    for (const task of request.tasks) if (task.status === 'in-progress') endTask(task)
    for (const item of request.items) if (item.outcome === null) this.#settle(request, item, 'cancelled', 'none')
    return 'done'
  }

  update(
    who: Actor,
    request: ModelRequest,
    item: ModelItem,
    change: { outcome?: ItemOutcome; times?: number },
  ): Verdict {
    if (!who.manages) return 'forbidden'
    const { outcome, times } = change
    if (item.outcome !== null && outcome !== undefined && outcome !== item.outcome) return 'conflict'
    if (request.status !== 'in-progress') return 'conflict'
    if (isParty(request, who.name) && (times !== undefined || (outcome !== undefined && outcome !== 'cancelled')))
      return 'forbidden'
    if (times !== undefined) item.times = times
    if (outcome !== undefined && item.outcome === null)
      this.#settle(request, item, outcome, outcome === 'provisioned' ? this.#standing(request, item) : 'none')
    return 'done'
  }

  provision(who: Actor, request: ModelRequest, item: ModelItem): Verdict {
    if (!who.manages || isParty(request, who.name)) return 'forbidden'
    // A script or workflow may provision before or after it sets the outcome.
    const isElsewhere = ['script', 'workflow'].includes(entries[item.entry]?.after ?? '')
    if (item.outcome !== null && !(item.outcome === 'provisioned' && isElsewhere)) return 'conflict'
    this.#give(request.requestee, item.entry, item.action)
    return 'done'
  }

  addTask(who: Actor, request: ModelRequest, item: ModelItem, approver: string): Verdict {
    if (!who.manages || isParty(request, who.name)) return 'forbidden'
    if (item.outcome !== null) return 'conflict'
    if (isParty(request, approver)) return 'invalid'
    request.tasks.push(this.#task('approval', 0, approver, [item], { added: true }))
    return 'done'
  }

  /** Time passes, and with it what is due. */
  pass(ms: number): void {
    this.now += ms
    for (const { tasks } of this.requests)
      for (const task of tasks) {
        if (task.status !== 'in-progress' || task.expired || task.dueAt > this.now) continue
        if (task.approver !== 'default')
          Object.assign(task, { approver: 'default', delegated: false, dueAt: this.now + days(dueDays) })
        task.expired = true
      }
    const due = this.requests
      .flatMap((request) => request.items.map((item) => ({ request, item })))
      .filter(
        ({ item }) => item.endsAt !== null && item.endsAt <= this.now && item.outcome === 'provisioned' && !item.ended,
      )
      .filter((one) => !this.#isOvertaken(one.request, one.item))
    for (const { request, item } of due) {
      item.ended = true
      this.create(null, request.requestee, [{ entry: item.entry, action: 'remove', endsAt: null }], true)
    }
  }

  #isOvertaken({ requestee }: ModelRequest, item: ModelItem): boolean {
    return this.requests
      .filter((other) => other.requestee === requestee)
      .flatMap(({ items }) => items)
      .some(
        (other) => other.entry === item.entry && other.outcome === 'provisioned' && other.outcomeAt > item.outcomeAt,
      )
  }

  /** Gives a level to whoever may decide it: the default group in place of a party, a delegate in place of the boss. */
  #open(request: ModelRequest, items: readonly ModelItem[], level: number): void {
    const opened = new Map<string, ModelTask>()
    for (const item of items) {
      let approver: string = item.chain[level] as string
      const delegated =
        approver === 'boss' && this.delegates && !isParty(request, 'boss') && !isParty(request, 'deputy')
      if (delegated) approver = 'deputy'
      else if (isParty(request, approver)) approver = 'default'
      const shared = opened.get(approver)
      if (shared) shared.items.set(item, null)
      else opened.set(approver, this.#task('approval', level, approver, [item], { delegated }))
    }
    request.tasks.push(...opened.values())
  }

  #pass(request: ModelRequest, items: readonly ModelItem[]): void {
    const next = new Map<number, ModelItem[]>()
    const through: ModelItem[] = []
    for (const item of items) {
      if (item.step !== 'approval') continue
      item.times++
      if (item.times >= item.chain.length) through.push(item)
      else if (entries[item.entry]?.parallel !== true) next.set(item.times, [...(next.get(item.times) ?? []), item])
    }
    this.#provision(request, through)
    for (const [level, some] of next) this.#open(request, some, level)
  }

  #provision(request: ModelRequest, items: readonly ModelItem[]): void {
    const byHand: ModelItem[] = []
    for (const item of items) {
      const { after } = entries[item.entry] as ModelEntry
      if (after === 'script') moveItem(item, 'script')
      else if (after === 'by-hand') {
        moveItem(item, 'provisioning')
        byHand.push(item)
      } else {
        const given = this.#give(request.requestee, item.entry, item.action)
        this.#settle(request, item, given ? 'provisioned' : 'not-provisioned', given ? 'proved' : 'none')
      }
    }
    if (byHand.length === 0) return
    const level = Math.max(...byHand.map(({ chain }) => chain.length))
    request.tasks.push(this.#task('provisioning', level, 'it', byHand, {}))
  }

  #give(person: string, entry: string, action: 'add' | 'remove'): boolean {
    const key = `${person} ${entry}`
    // What is given for longer stands in the place of what ends.
    if (this.held.has(key) === (action === 'add')) return action === 'add' && this.#hasEnd(person, entry)
    if (action === 'add') this.held.add(key)
    else this.held.delete(key)
    return true
  }

  #hasEnd(person: string, entry: string): boolean {
    return this.requests
      .filter(({ requestee }) => requestee === person)
      .flatMap(({ items }) => items)
      .some((one) => one.entry === entry && one.outcome === 'provisioned' && one.endsAt !== null && !one.ended)
  }

  /** Roles are Castellan's own: what stands there proves it, and no import ever will. */
  #standing({ requestee }: ModelRequest, { entry, action }: ModelItem): string {
    return this.held.has(`${requestee} ${entry}`) === (action === 'add') ? 'proved' : 'none'
  }

  #settle(request: ModelRequest, item: ModelItem, outcome: ItemOutcome, verification: string): void {
    for (const task of request.tasks) {
      if (task.status !== 'in-progress' || task.items.get(item) !== null) continue
      task.items.set(item, 'cancelled')
      if ([...task.items.values()].every((one) => one !== null)) moveTask(task, 'cancelled')
    }
    stepTransitions.assert(item.step, 'done')
    Object.assign(item, { outcome, verification, step: 'done', outcomeAt: ++this.#order })
    if (request.status === 'in-progress' && request.items.every((one) => one.outcome !== null))
      moveRequest(request, 'complete')
  }

  #task(
    kind: ModelTask['kind'],
    level: number,
    approver: string,
    items: readonly ModelItem[],
    { delegated = false, added = false }: { delegated?: boolean; added?: boolean },
  ): ModelTask {
    return {
      kind,
      level,
      approver,
      delegated,
      status: 'in-progress',
      consult: null,
      expired: false,
      dueAt: this.now + days(dueDays),
      completedBy: null,
      added,
      items: new Map(items.map((item) => [item, null])),
    }
  }

  #isAmong({ name, manages }: Actor, approver: string): boolean {
    return approver === 'default' ? manages : name === approver || groups[approver]?.includes(name) === true
  }
}

const isParty = ({ requester, requestee }: ModelRequest, name: string): boolean =>
  name === requester || name === requestee

function endTask(task: ModelTask): void {
  moveTask(task, 'cancelled')
  for (const [item, outcome] of task.items) if (outcome === null) task.items.set(item, 'cancelled')
}

/** The model moves by the program's own tables: what they lack is a fault of the model, or of the tables. */
function moveTask(task: ModelTask, to: ModelTask['status']): void {
  taskTransitions.assert(task.status, to)
  task.status = to
}

function moveRequest(request: ModelRequest, to: ModelRequest['status']): void {
  requestTransitions.assert(request.status, to)
  request.status = to
}

function moveItem(item: ModelItem, to: Step): void {
  stepTransitions.assert(item.step, to)
  item.step = to
}
