import { z } from 'zod'

/** A column of a fixed-width file: the characters of a line from `from` up to and without `to`, counted from 0. */
export const FixedColumn = z.strictObject({
  /** Used where the header line of the file has no name at this place. */
  name: z.string().min(1).max(200),
  from: z.number().int().min(0).max(10_000),
  to: z.number().int().min(1).max(10_001),
})
export type FixedColumn = z.infer<typeof FixedColumn>

const LineStart = z.string().min(2).max(100)

/**
 * Lines below the header that are no rows: rulers, page titles, totals, the line that ends a report. They are counted as
 * ignored, with the reason. One that has a value in every column is no such line, so it is set aside as unreadable.
 */
export const SkipLines = z.strictObject({
  /** What they begin with, behind blanks, quotes and delimiters; capital letters matter. */
  startingWith: z.array(LineStart).max(50).default([]),
  /** The header comes again, as at the top of each page. */
  repeatedHeader: z.boolean().default(false),
})

/** A line in which the file says how much it holds. It is skipped, and its number compared with what was read. */
export const ControlTotal = z.strictObject({
  startingWith: LineStart,
  /** `users`: different user names, or employee numbers of a roster. */
  counts: z.enum(['rows', 'users']),
})
export type ControlTotal = z.infer<typeof ControlTotal>

export const datePatterns = ['yyyyMMdd', 'yyyy-MM-dd', 'ddMMyyyy', 'MMddyyyy'] as const
export type DatePattern = (typeof datePatterns)[number]

/** Where the day stands on which an extract was true. */
export const ExtractDate = z.strictObject({ from: z.literal('name'), pattern: z.enum(datePatterns) })
export type ExtractDate = z.infer<typeof ExtractDate>
