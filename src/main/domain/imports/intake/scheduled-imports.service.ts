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
import { instantOrNull } from '../../shared/instant.ts'
import type { IntakeDependencies, Intake } from './intake.service.ts'
import { imports as importRows } from '../model/imports.store.ts'

interface ScheduledImportsDependencies extends Pick<IntakeDependencies, 'env' | 'emit'> {
  readonly intake: Intake
}

/** While the program runs, a run begins within seconds of its time. */
const promptWithin = 120_000

/** Stages the files of applications at the times of their rules. */
export class ScheduledImports {
  readonly #deps: ScheduledImportsDependencies
  readonly #startedAt: number

  constructor(deps: ScheduledImportsDependencies) {
    this.#deps = deps
    this.#startedAt = deps.env.clock()
  }

  /** When the next run is due; null when nothing is scheduled. */
  nextDue(): number | null {
    return nextDue(scheduled(this.#deps.env.store.reader))
  }

  /**
   * Runs what is due, each application once. One run makes up for all times that passed while Castellan was closed or the
   * machine slept; the import's log, the audit log and the application say so.
   */
  runDue(): void {
    const { reader } = this.#deps.env.store
    for (const application of scheduled(reader)) {
      const now = this.#deps.env.clock()
      const due = dueNow(application, now)
      if (due) this.#run(application, due, now)
    }
  }

  #run(application: Scheduled, due: { at: number; missed: number }, now: number): void {
    const late = due.at < this.#startedAt ? 'closed' : now - due.at > promptWithin ? 'asleep' : null
    const { outcome, importId } = this.#deps.intake.stageWaiting(system, application.guid)
    const outcomeText = [lateWords(late, due, application.schedule), outcome].filter((part) => part !== '').join(' ')
    this.#recordRun(system, application.name, {
      applicationGuid: application.guid,
      dueAt: due.at,
      ranAt: now,
      late,
      missed: due.missed,
      said: outcomeText,
      importId,
    })
  }

  /**
   * Stages what has arrived now, before the scheduled time.
   * @throws DomainError `not-found`; `unprocessable` when nothing can be taken
   */
  runNow(actor: Actor, applicationGuid: string): Application {
    const { env, intake } = this.#deps
    const application = applicationForImport(env.store.reader, applicationGuid)
    if (!application) throw notFound('application')
    if (application.archived) throw new DomainError('unprocessable', `${application.name} is archived.`)
    const { outcome: outcomeText, importId } = intake.stageWaiting(actor, applicationGuid)
    if (importId === null) throw new DomainError('unprocessable', outcomeText)
    const ranAt = env.clock()
    const run = { applicationGuid, dueAt: null, ranAt, late: null, missed: 0, said: outcomeText, importId }
    this.#recordRun(actor, application.name, run)
    return getApplication(env.store.reader, applicationGuid)
  }

  /** Rules changed: files that waited for a time, or for a file that is no longer required, are staged if that is possible now. */
  rulesChanged(applicationGuid: string): void {
    const { env, intake } = this.#deps
    const application = applicationForImport(env.store.reader, applicationGuid)
    if (!application || application.archived) return
    if (application.rules.schedule === null) intake.stageWaiting(system, applicationGuid)
    else intake.explainWaiting(applicationGuid)
  }

  #recordRun(actor: Actor, name: string, run: ScheduleRunInput): void {
    const { env, emit } = this.#deps
    env.store.transact((tx) => {
      recordRun(tx, run)
      const row = run.importId === null ? undefined : importRows.get(tx, run.importId)
      const when =
        run.dueAt === null ? `${actor.name} started it before its scheduled time.` : 'Its schedule started it.'
      if (row) importRows.log(tx, row.id, run.ranAt, `${when} ${run.said}`)
      recordAudit(tx, run.ranAt, actor, {
        action: 'schedule.ran',
        object: { type: 'application', id: run.applicationGuid, name },
        details: {
          due: instantOrNull(run.dueAt),
          late: run.late,
          missed: run.missed,
          import: run.importId,
        },
      })
    })
    emit({ type: 'application', id: run.applicationGuid })
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
