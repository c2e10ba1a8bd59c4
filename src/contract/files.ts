import { z } from 'zod'
import { ExtractField, FileFormat, FileGroup, profiles } from './applications.ts'
import { GivenInstant, Guid, Instant, pageOf, PageQuery } from './common.ts'
import { Dialect, FileProblem } from './extract-files.ts'
import { FileFinding } from './file-findings.ts'
import { ExtractDate } from './file-layout.ts'
import { entitlementFields } from './row-shapes.ts'

/**
 * waiting: not ready to be read. unrecognised: waits for a person to say whose it is. recognised: waits for the other
 * files of its application, or for its time. taken: in an import. superseded: a newer one was taken in its place. gone:
 * vanished before it was taken. sample: kept to try rules on; nothing is imported from it.
 */
export const fileStates = [
  'waiting',
  'unrecognised',
  'recognised',
  'taken',
  'superseded',
  'duplicate',
  'refused',
  'gone',
  'sample',
] as const

/** A file that was received, from a folder or over an API, and what became of it. */
export const ReceivedFile = z.object({
  id: Guid,
  origin: z.enum(['folder', 'window', 'api']),
  path: z.string(),
  name: z.string(),
  size: z.number().int(),
  modifiedAt: Instant,
  seenAt: Instant,
  state: z.enum(fileStates),
  /** In words: "It is still being written: its size changed 3 seconds ago." */
  why: z.string(),
  /** Whose file it is, once that is known. */
  application: z.string().nullable(),
  applicationId: Guid.nullable(),
  fileGroup: Guid.nullable(),
  importId: Guid.nullable(),
})
export type ReceivedFile = z.infer<typeof ReceivedFile>

export const ReceivedFilePage = pageOf(ReceivedFile)

export const ReceivedFileQuery = PageQuery.extend({
  state: z.enum(fileStates).optional(),
  /** Files of this application. */
  applicationId: Guid.optional(),
  /** Only files whose bytes are kept, so that rules can be tried on them. */
  readable: z.stringbool().optional(),
})

/** What a file looks like inside, and a first draft of rules for it. */
export const FileInspection = z.object({
  file: ReceivedFile,
  dialect: Dialect,
  /** The visible sheets of a workbook; null for text. */
  sheets: z.array(z.string()).nullable(),
  rows: z.array(z.array(z.string())),
  /** What the file is and where its rows are, in the order in which it was found out. */
  findings: z.array(FileFinding),
  suggestion: z.object({
    /** The format that was asked for; otherwise the one with every proposal of the findings. The rows are read by it. */
    format: FileFormat,
    extractDate: ExtractDate.nullable(),
    profile: z.enum(profiles),
    columns: z.partialRecord(ExtractField, z.string()),
    ignoredColumns: z.array(z.string()),
    /** Access values that give nothing, judged by the first rows. */
    refusals: z.array(z.string()),
    pattern: z.string(),
  }),
})
export type FileInspection = z.infer<typeof FileInspection>

export const InspectQuery = z.object({
  /** Which sheet of a workbook to look into; the one that looks like a list when none is named. */
  sheet: z.string().min(1).max(100).optional(),
  /** Read it by this format instead of the proposed one: the JSON of a file group's `format`. */
  format: z
    .string()
    .max(50_000)
    .transform((text, context) => {
      try {
        return FileFormat.parse(JSON.parse(text))
      } catch {
        context.addIssue({ code: 'custom', message: 'is no format of a file group, written as JSON' })
        return z.NEVER
      }
    })
    .optional(),
})

/** Rules that are not saved yet, to be tried on the first rows of a file. */
export const TryRules = z.strictObject({ fileGroup: FileGroup })

/** What one row says under rules, or why it would not be used. */
export const TriedRow = z.object({
  line: z.number().int(),
  disposition: z.enum(['used', 'ignored', 'unknown', 'quarantined', 'duplicate']),
  /** Empty for a row that is used; for one that grants nothing, why. */
  reason: z.string(),
  /** As the row is written, column by column. */
  cells: z.array(z.string()),
  /** Field → value, as it would be used; blank ones are left out. */
  values: z.partialRecord(ExtractField, z.string()),
  /** What the row gives: several where a cell is split or columns stand for permissions. */
  grants: z.array(z.partialRecord(z.enum([...entitlementFields, 'access']), z.string())),
})
export type TriedRow = z.infer<typeof TriedRow>

export const TriedRules = z.object({
  file: ReceivedFile,
  /** Null when the workbook has no sheet of the name that the rules ask for. */
  dialect: Dialect.nullable(),
  sheets: z.array(z.string()).nullable(),
  /** Which column was found for each field, where the layout knows its columns by name. */
  columns: z.partialRecord(ExtractField, z.string()),
  rows: z.array(TriedRow),
  /** What is wrong with the rules by themselves: field → what. */
  ruleProblems: z.array(z.object({ field: z.string(), message: z.string() })),
  /** What does not fit between the rules and this file. */
  fileProblems: z.array(FileProblem),
})
export type TriedRules = z.infer<typeof TriedRules>

export const AssignFile = z.strictObject({ applicationId: Guid })

export const UploadQuery = z.object({
  /** The file's name, which helps to recognise it. */
  name: z.string().min(1).max(255),
  /** When the export was made; absent means now. */
  modifiedAt: GivenInstant.optional(),
  applicationId: Guid.optional(),
  /** Keep it to try rules on, and import nothing from it. */
  sample: z.stringbool().optional(),
})
