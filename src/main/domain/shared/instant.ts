/** A moment as the APIs write it: ISO 8601 in UTC with milliseconds. */
export const instant = (at: number): string => new Date(at).toISOString()

export const instantOrNull = (at: number | null): string | null => (at === null ? null : instant(at))
