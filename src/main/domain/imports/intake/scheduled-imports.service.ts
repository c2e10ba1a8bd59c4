import type { Application, Schedule } from '../../../../contract/applications.ts'
import { applicationForImport, getApplication } from '../../applications/applications.service.ts'
import { timeWords } from '../../applications/schedule.ts'
import {
  dueNow,
  nextDue,
  recordRun,
  type ScheduleRunInput,
  scheduled,
  type Scheduled,
} from '../../applications/schedules.service.ts'
import { type Actor, system } from '../../shared/actor.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import { notFound, DomainError } from '../../shared/errors.ts'
import type { IntakeDependencies, Intake } from './intake.service.ts'
import { imports as importRows } from '../model/imports.store.ts'

export interface ScheduledImportsDependencies extends Pick<IntakeDependencies, 'env' | 'emit'> {
  readonly intake: Intake
}

/** Awake and running, a run begins within seconds of its time. */
const prompt = 120_000

/** Takes the files of applications at the times that their rules name. */
export class ScheduledImports {
  readonly #deps: ScheduledImportsDependencies
  readonly #startedAt: number

  constructor(deps: ScheduledImportsDependencies) {
    this.#deps = deps
    this.#startedAt = deps.env.clock()
  }

  /** When there is something to do next; null when nothing is scheduled. */
  nextDue(): number | null {
    return nextDue(scheduled(this.#deps.env.store.reader))
  }

  /**
   * Runs what is due, each application once: times that passed while Castellan was closed or the machine asleep are made
   * up for by one run, which says so in the import's log, the audit log and with the application.
   */
  runDue(): void {
    const { reader } = this.#deps.env.store
    for (const one of scheduled(reader)) {
      const now = this.#deps.env.clock()
      const due = dueNow(one, now)
      if (due) this.#run(one, due, now)
    }
  }

  #run(one: Scheduled, due: { at: number; missed: number }, now: number): void {
    const late = due.at < this.#startedAt ? 'closed' : now - due.at > prompt ? 'asleep' : null
    const { said, importId } = this.#deps.intake.takeWaiting(system, one.guid)
    const words = [lateWords(late, due, one.schedule), said].filter((part) => part !== '').join(' ')
    this.#note(system, one.name, {
      applicationGuid: one.guid,
      dueAt: due.at,
      ranAt: now,
      late,
      missed: due.missed,
      said: words,
      importId,
    })
  }

  /**
   * Somebody does not want to wait for the time: what has arrived is taken now.
   * @throws Refusal `not found`; `unprocessable` when nothing can be taken
   */
  runNow(actor: Actor, applicationGuid: string): Application {
    const { env, intake } = this.#deps
    const application = applicationForImport(env.store.reader, applicationGuid)
    if (!application) throw notFound('application')
    if (application.archived) throw new DomainError('unprocessable', `${application.name} is archived.`)
    const { said, importId } = intake.takeWaiting(actor, applicationGuid)
    if (importId === null) throw new DomainError('unprocessable', said)
    const ranAt = env.clock()
    const note = { applicationGuid, dueAt: null, ranAt, late: null, missed: 0, said, importId }
    this.#note(actor, application.name, note)
    return getApplication(env.store.reader, applicationGuid)
  }

  /** Rules have changed: what waited for a time, or for a file that is no longer required, is taken if it can be now. */
  rulesChanged(applicationGuid: string): void {
    const { env, intake } = this.#deps
    const application = applicationForImport(env.store.reader, applicationGuid)
    if (!application || application.archived) return
    if (application.rules.schedule === null) intake.takeWaiting(system, applicationGuid)
    else intake.retellWaiting(applicationGuid)
  }

  #note(actor: Actor, name: string, note: ScheduleRunInput): void {
    const { env, emit } = this.#deps
    env.store.transact((tx) => {
      recordRun(tx, note)
      const taken = note.importId === null ? undefined : importRows.get(tx, note.importId)
      const when = note.dueAt === null ? `${actor.name} asked for it before its time.` : 'Its schedule asked for it.'
      if (taken) importRows.log(tx, taken.id, note.ranAt, `${when} ${note.said}`)
      recordAudit(tx, note.ranAt, actor, {
        action: 'schedule.ran',
        object: { type: 'application', id: note.applicationGuid, name },
        details: {
          due: note.dueAt === null ? null : new Date(note.dueAt).toISOString(),
          late: note.late,
          missed: note.missed,
          import: note.importId,
        },
      })
    })
    emit({ type: 'application', id: note.applicationGuid })
  }
}

function lateWords(
  late: ScheduleRunInput['late'],
  due: { at: number; missed: number },
  { timeZone }: Schedule,
): string {
  if (late === null) return ''
  const why = late === 'closed' ? 'Castellan was not running then' : 'the machine was asleep then'
  const times = due.missed === 0 ? '' : ` and at ${due.missed} earlier ${due.missed === 1 ? 'time' : 'times'}`
  return `It was due ${timeWords(due.at, timeZone)}${times}; ${why}, so it ran once afterwards.`
}
