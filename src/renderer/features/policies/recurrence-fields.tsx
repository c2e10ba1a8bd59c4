import type { ApiProblem } from '../../api/problem.ts'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { cronOf, type Recurrence } from './recurrence.ts'
import { text } from './scans-text.ts'

export interface RecurrenceFieldsProps {
  recurrence: Recurrence
  onRecurrence: (recurrence: Recurrence) => void
  zone: string
  onZone: (zone: string) => void
  problem: ApiProblem | undefined
}

const repeatOptions = ['day', 'workday', 'week', 'month', 'cron'] as const

/** Edits when a scan runs: by simple choices, or as a cron expression with a time zone. */
export function RecurrenceFields({ recurrence, onRecurrence, zone, onZone, problem }: RecurrenceFieldsProps) {
  const { every, time, weekday, day, cron } = recurrence
  const set = (change: Partial<Recurrence>) => onRecurrence({ ...recurrence, ...change })
  return (
    <div className="recurrence">
      <Select
        label={text.every}
        value={every}
        options={repeatOptions.map((value) => ({ value, title: text.repeatOptions[value] }))}
        onChange={(value) => set({ every: value, cron: cronOf(recurrence) })}
      />
      {every === 'week' && (
        <Select
          label={text.weekday}
          value={String(weekday)}
          options={text.weekdays.map((title, i) => ({ value: String(i), title }))}
          onChange={(value) => set({ weekday: Number(value) })}
        />
      )}
      {every === 'month' && (
        <TextField
          label={text.day}
          value={String(day)}
          inputMode="numeric"
          maxLength={2}
          onChange={(value) => set({ day: Number(value.replaceAll(/\D/g, '')) })}
          {...((day < 1 || day > 28) && { error: text.dayWrong })}
        />
      )}
      {every === 'cron' ? (
        <>
          <TextField
            label={text.cron}
            value={cron}
            onChange={(value) => set({ cron: value })}
            error={problem?.errorAt('#/schedule/cron')}
            maxLength={100}
            autoComplete="off"
            mono
          />
          <TextField
            label={text.timeZone}
            note={text.timeZoneNote}
            value={zone}
            onChange={onZone}
            error={problem?.errorAt('#/schedule/timeZone')}
            maxLength={64}
            autoComplete="off"
          />
        </>
      ) : (
        <TextField label={text.time} type="time" value={time} onChange={(value) => set({ time: value })} isRequired />
      )}
    </div>
  )
}
