const maxDays = 3650

/** Parses a number of days: null if empty, undefined if invalid. */
export function parseDays(written: string): number | null | undefined {
  const trimmed = written.trim()
  if (trimmed === '') return null
  const days = /^\d{1,4}$/.test(trimmed) ? Number(trimmed) : 0
  return days >= 1 && days <= maxDays ? days : undefined
}
