import { z } from 'zod'
import { Encoding } from './applications.ts'
import { FixedColumn } from './file-layout.ts'

/** Something that stopped a file or a row: where, what, and what to do about it. */
export const FileProblem = z.object({
  file: z.string().nullable(),
  line: z.number().int().nullable(),
  column: z.string().nullable(),
  message: z.string(),
  remedy: z.string(),
})
export type FileProblem = z.infer<typeof FileProblem>

/** How a file is written. */
export const Dialect = z.object({
  encoding: Encoding,
  byteOrderMark: z.boolean(),
  /** Empty for a fixed-width file. */
  delimiter: z.string(),
  /** The columns of a fixed-width file, as the rules place them; absent for one with delimiters. */
  columns: z.array(FixedColumn).optional(),
  /** A `sep=` line precedes the header. */
  sepLine: z.boolean(),
  /** `mixed`: carriage returns stand alone in places. */
  lineEnd: z.enum(['LF', 'CRLF', 'CR', 'mixed']),
  header: z.array(z.string()),
  /** The first bytes of the file, in hexadecimal, so that a person can compare. */
  firstBytes: z.string(),
  /**
   * The bytes around the first one beyond ASCII, in hexadecimal and as the encoding reads them, so that a person sees
   * whether it is the right one; null when every byte is ASCII. Absent in what was read before this was noted.
   */
  telling: z.object({ at: z.number().int(), bytes: z.string(), text: z.string() }).nullable().optional(),
})
export type Dialect = z.infer<typeof Dialect>
