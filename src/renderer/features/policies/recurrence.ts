import type { Schedule } from '../../../contract/applications.ts'
import { text } from './scans-text.ts'

/** A schedule as people say it; what they do not say in one of these ways is a line of five fields. */
export interface Rhythm {
  readonly every: 'day' | 'workday' | 'week' | 'month' | 'cron'
  /** As `06:00`. */
  readonly time: string
  /** 0 is Sunday. */
  readonly weekday: number
  /** Of the month; 1 to 28, which every month has. */
  readonly day: number
  readonly cron: string
}

const plain = /^(\d{1,2}) (\d{1,2}) (\*|\d{1,2}) \* (\*|[0-6]|1-5)$/

export function rhythmOf(cron: string): Rhythm {
  const [, minute = '0', hour = '6', day = '*', weekday = '*'] = plain.exec(cron.trim()) ?? []
  const two = (part: string) => part.padStart(2, '0')
  const common = {
    time: `${two(hour)}:${two(minute)}`,
    weekday: /^\d$/.test(weekday) ? Number(weekday) : 1,
    day: day === '*' ? 1 : Number(day),
    cron,
  }
  const isPlain = plain.test(cron.trim()) && Number(hour) < 24 && Number(minute) < 60
  if (!isPlain || common.day > 28 || (day !== '*' && weekday !== '*')) return { ...common, every: 'cron' }
  if (day !== '*') return { ...common, every: 'month' }
  return { ...common, every: weekday === '*' ? 'day' : weekday === '1-5' ? 'workday' : 'week' }
}

export function cronOf({ every, time, weekday, day, cron }: Rhythm): string {
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

/** "Every Monday at 06:00". @param zoneHere the zone of this machine, which needs no word */
export function scheduleWords({ cron, timeZone }: Schedule, zoneHere: string): string {
  const { every, time, weekday, day } = rhythmOf(cron)
  const words = {
    day: () => text.daily(time),
    workday: () => text.workdays(time),
    week: () => text.weekly(text.weekdays[weekday] ?? '', time),
    month: () => text.monthly(day, time),
    cron: () => text.byCron(cron),
  }[every]()
  return timeZone === null || timeZone === zoneHere ? words : text.inZone(words, timeZone)
}
