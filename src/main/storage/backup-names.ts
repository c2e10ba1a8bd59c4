/** Why a backup was made: before a change of the schema, by the calendar, or because somebody asked. */
export type BackupReason = 'daily' | 'asked' | `before-schema-${number}`

export interface NamedBackup {
  readonly name: string
  readonly at: number
  readonly reason: BackupReason
}

/** `castellan-2026-06-30T17-00-00-000Z-daily.db`: sorted by name they are sorted by time. */
export const backupName = (at: number, reason: BackupReason): string =>
  `castellan-${new Date(at).toISOString().replaceAll(/[:.]/g, '-')}-${reason}.db`

const shape = /^castellan-(\d{4}-\d\d-\d\d)T(\d\d)-(\d\d)-(\d\d)-(\d{3})Z-(daily|asked|before-schema-\d+)\.db$/

/** What a name says; undefined for a file of others. */
export function readBackupName(name: string): NamedBackup | undefined {
  const match = shape.exec(name)
  if (match === null) return undefined
  const [, day, hours, minutes, seconds, ms, reason] = match
  const at = Date.parse(`${day}T${hours}:${minutes}:${seconds}.${ms}Z`)
  return Number.isNaN(at) ? undefined : { name, at, reason: reason as BackupReason }
}

const kept = { days: 7, weeks: 4, months: 12 } as const
const dayMs = 24 * 60 * 60_000

/**
 * Which automatic backups may go: all but the newest of each of the last 7 days, 4 weeks and 12 months that have one, and
 * the last one before a change of the schema. One that somebody asked for stays until somebody removes it. One that is
 * dated ahead stays as well and takes nobody's place: the clock was wrong when it was made.
 */
export function surplusBackups(backups: readonly NamedBackup[], now: number): NamedBackup[] {
  const automatic = backups.filter(({ at, reason }) => reason !== 'asked' && at <= now)
  const newestFirst = automatic.toSorted((a, b) => b.at - a.at)
  const stay = new Set<NamedBackup>()
  const keep = (most: number, periodOf: (at: number) => string | number): void => {
    const periods = new Set<string | number>()
    for (const one of newestFirst) {
      const period = periodOf(one.at)
      if (periods.has(period)) continue
      if (periods.size === most) return
      periods.add(period)
      stay.add(one)
    }
  }
  keep(kept.days, (at) => Math.floor(at / dayMs))
  // The first day of 1970 was a Thursday; weeks begin on Monday.
  keep(kept.weeks, (at) => Math.floor((at / dayMs + 3) / 7))
  keep(kept.months, (at) => new Date(at).toISOString().slice(0, 7))
  const beforeSchema = newestFirst.find(({ reason }) => reason.startsWith('before-schema'))
  return automatic.filter((one) => !stay.has(one) && one !== beforeSchema)
}
