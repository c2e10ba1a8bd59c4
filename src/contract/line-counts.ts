import { z } from 'zod'

/**
 * Where the lines of the files went: `lines = title + header + comments + blank + repeatedHeaders + rulers + totals +
 * skipped + rows + continued`, always. Repeated headers, rulers, totals and skipped lines are among the ignored rows.
 */
export const LineCounts = z.object({
  lines: z.number().int(),
  /** Above the header. */
  title: z.number().int(),
  header: z.number().int(),
  comments: z.number().int(),
  blank: z.number().int(),
  repeatedHeaders: z.number().int(),
  rulers: z.number().int(),
  totals: z.number().int(),
  /** Other lines that the rules skip. */
  skipped: z.number().int(),
  rows: z.number().int(),
  /** Lines of rows after their first one. */
  continued: z.number().int(),
})
export type LineCounts = z.infer<typeof LineCounts>
