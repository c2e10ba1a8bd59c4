import { day } from '../../ui/format.ts'

/** A business date in words. It is a day of the calendar and no moment, so no time zone moves it. */
export const businessDay = (date: string): string => {
  const [year = 0, month = 1, inMonth = 1] = date.split('-').map(Number)
  return day(new Date(year, month - 1, inMonth).getTime())
}
