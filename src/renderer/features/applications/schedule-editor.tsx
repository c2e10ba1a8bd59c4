import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Application, type Rules } from '../../../contract/applications.ts'
import { applicationKeys } from '../../api/applications.ts'
import { request } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { Link } from '../../shared/link.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { moment } from '../../ui/format.ts'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { text } from './text.ts'
import { apiPaths, pages } from '../../shared/navigation/paths.ts'

export interface ScheduleEditorProps {
  application: Application
  rules: Rules
  refusedAt: (field: string) => string | undefined
  onRules: (rules: Rules) => void
}

const localTimeZone = Intl.DateTimeFormat().resolvedOptions().timeZone

/** Edits the import schedule of an application and shows its last run. */
export function ScheduleEditor({ application, rules, refusedAt, onRules }: ScheduleEditorProps) {
  const { schedule } = rules
  const set = (next: Rules['schedule']) => onRules({ ...rules, schedule: next })
  return (
    <section className="detail-section" aria-label={text.schedule}>
      <h3>{text.schedule}</h3>
      <p className="muted">{text.scheduleNote}</p>
      <div className="rules-fields">
        <Select
          label={text.when}
          value={schedule === null ? 'arrival' : 'times'}
          options={[
            { value: 'arrival', title: text.onArrival },
            { value: 'times', title: text.atTimes },
          ]}
          onChange={(chosen) => set(chosen === 'arrival' ? null : { cron: '0 6 * * 1-5', timeZone: localTimeZone })}
        />
        {schedule && (
          <>
            <TextField
              label={text.cron}
              note={text.cronNote}
              value={schedule.cron}
              error={refusedAt('cron')}
              onChange={(cron) => set({ ...schedule, cron })}
              maxLength={100}
              autoComplete="off"
              mono
            />
            <TextField
              label={text.timeZone}
              note={text.timeZoneNote}
              value={schedule.timeZone ?? ''}
              error={refusedAt('timeZone')}
              onChange={(zone) => set({ ...schedule, timeZone: zone === '' ? null : zone })}
              maxLength={64}
              autoComplete="off"
            />
          </>
        )}
      </div>
      {application.schedule && <ScheduleRuns application={application} />}
    </section>
  )
}

function ScheduleRuns({ application }: { application: Application }) {
  const canStage = useIsPermitted('imports:stage')
  const queries = useQueryClient()
  const takeWaiting = useMutation({
    mutationFn: () =>
      request(Application, apiPaths.importWaitingFiles(application.id), {
        method: 'POST',
        body: {},
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: applicationKeys.all }),
  })
  const last = application.schedule?.lastRun
  return (
    <>
      <p>
        {application.schedule?.nextAt ? text.next(moment(application.schedule.nextAt)) : text.noNext}{' '}
        {last ? text.last(moment(last.ranAt), last.said) : text.noLast}{' '}
        {last?.importId && <Link href={pages.import(last.importId)}>{text.openImport}</Link>}
      </p>
      {last?.late && <Banner kind="guard" title={text.late[last.late]} />}
      {canStage && (
        <div>
          <Button isPending={takeWaiting.isPending} onPress={() => takeWaiting.mutate()}>
            {text.importNow}
          </Button>
        </div>
      )}
      {takeWaiting.isError && <Banner kind="info" title={asProblem(takeWaiting.error).detail} />}
    </>
  )
}
