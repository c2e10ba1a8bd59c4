import { z } from 'zod'
import { ControlTotal, ExtractDate, FixedColumn, SkipLines } from './file-layout.ts'

/** What a finding would add to the rules. Lists are added to those that are there. */
export const FindingRule = z.strictObject({
  headerRow: z.number().int().optional(),
  delimiter: z.string().optional(),
  sheet: z.string().optional(),
  comment: z.string().optional(),
  columns: z.array(FixedColumn).optional(),
  skipLines: SkipLines.optional(),
  controlTotals: z.array(ControlTotal).optional(),
  extractDate: ExtractDate.optional(),
})
export type FindingRule = z.infer<typeof FindingRule>

/** Something that was seen in a file nobody knows, with the lines that show it. A person accepts or drops its rule. */
export const FileFinding = z.object({
  what: z.enum([
    'sheet',
    'comment-lines',
    'title-lines',
    'header-row',
    'fixed-width',
    'repeated-header',
    'skipped-lines',
    'control-total',
    'extract-date',
  ]),
  /** In words. */
  value: z.string(),
  /** Raw lines. Their number is null at the end of a file too long to count. */
  evidence: z.array(z.object({ line: z.number().int().nullable(), text: z.string() })),
  /** In words: how sure this is, and why. */
  confidence: z.string(),
  /** Null where the evidence is too weak to propose anything, or another finding has the rule. */
  rule: FindingRule.nullable(),
})
export type FileFinding = z.infer<typeof FileFinding>
