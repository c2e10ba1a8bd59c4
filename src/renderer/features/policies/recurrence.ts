import type { Schedule } from '../../../contract/applications.ts'
import { text } from './scans-text.ts'

/** A schedule in simple choices; any other schedule is a cron expression. */
export interface Recurrence {
  readonly every: 'day' | 'workday' | 'week' | 'month' | 'cron'
  /** For example `06:00`. */
  readonly time: string
  /** 0 is Sunday. */
  readonly weekday: number
  /** Day of the month, from 1 to 28, which every month has. */
  readonly day: number
  readonly cron: string
}

const simpleCron = /^(\d{1,2}) (\d{1,2}) (\*|\d{1,2}) \* (\*|[0-6]|1-5)$/

export function recurrenceOf(cron: string): Recurrence {
  const [, minute = '0', hour = '6', day = '*', weekday = '*'] = simpleCron.exec(cron.trim()) ?? []
  const twoDigits = (part: string) => part.padStart(2, '0')
  const base = {
    time: `${twoDigits(hour)}:${twoDigits(minute)}`,
    weekday: /^\d$/.test(weekday) ? Number(weekday) : 1,
    day: day === '*' ? 1 : Number(day),
    cron,
  }
  const isPlain = simpleCron.test(cron.trim()) && Number(hour) < 24 && Number(minute) < 60
  if (!isPlain || base.day > 28 || (day !== '*' && weekday !== '*')) return { ...base, every: 'cron' }
  if (day !== '*') return { ...base, every: 'month' }
  return { ...base, every: weekday === '*' ? 'day' : weekday === '1-5' ? 'workday' : 'week' }
}

export function cronOf({ every, time, weekday, day, cron }: Recurrence): string {
  const [hour, minute] = time.split(':').map(Number)
  switch (every) {
    case 'day':
      return `${minute} ${hour} * * *`
    case 'workday':
      return `${minute} ${hour} * * 1-5`
    case 'week':
      return `${minute} ${hour} * * ${weekday}`
    case 'month':
      return `${minute} ${hour} ${day} * *`
    case 'cron':
      return cron
  }
}

/** "Every Monday at 06:00". @param zoneHere the time zone of this machine, which is not mentioned */
export function scheduleText({ cron, timeZone }: Schedule, zoneHere: string): string {
  const { every, time, weekday, day } = recurrenceOf(cron)
  const sentence = {
    day: () => text.daily(time),
    workday: () => text.workdays(time),
    week: () => text.weekly(text.weekdays[weekday] ?? '', time),
    month: () => text.monthly(day, time),
    cron: () => text.byCron(cron),
  }[every]()
  return timeZone === null || timeZone === zoneHere ? sentence : text.inZone(sentence, timeZone)
}
