import { z } from 'zod'
import { ExtractField } from './applications.ts'
import { Guid, Instant, PageQuery, pageOf } from './common.ts'
import { Dialect } from './imports.ts'

/**
 * waiting: not ready to be read. unrecognised: waits for a person to say whose it is. recognised: waits for the other
 * files of its application. taken: in an import. gone: vanished before it was taken.
 */
export const fileStates = ['waiting', 'unrecognised', 'recognised', 'taken', 'duplicate', 'refused', 'gone'] as const

/** A file that was seen, in the folder or through a door. Every one has an answer to "what became of it?". */
export const FolderFile = z.object({
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
  importId: Guid.nullable(),
})
export type FolderFile = z.infer<typeof FolderFile>
export const FolderFilePage = pageOf(FolderFile)
export const FolderFileQuery = PageQuery.extend({ state: z.enum(fileStates).optional() })

/** What a file looks like inside, and a first draft of rules for it. */
export const FileInspection = z.object({
  file: FolderFile,
  dialect: Dialect,
  rows: z.array(z.array(z.string())),
  suggestion: z.object({
    columns: z.partialRecord(ExtractField, z.string()),
    ignoredColumns: z.array(z.string()),
    pattern: z.string(),
  }),
})
export type FileInspection = z.infer<typeof FileInspection>

export const AssignFile = z.strictObject({ applicationId: Guid })

export const UploadQuery = z.object({
  /** The file's name, which helps to recognise it. */
  name: z.string().min(1).max(255),
  /** When the export was made; absent means now. */
  modifiedAt: Instant.optional(),
  applicationId: Guid.optional(),
})

export const Folder = z.object({ path: z.string(), state: z.enum(['watching', 'offline']), detail: z.string() })
export const FolderList = z.object({ items: z.array(Folder) })
