import { z } from 'zod'
import { Priority } from '../../../contract/applications.ts'
import { Guid, Instant } from '../../../contract/common.ts'
import { Reconciliation } from '../../../contract/imports.ts'

/** What `/api` sends and takes, word for word as its contract has it. Ids are compared without regard to case. */
export const Id = z
  .guid({ error: ({ input }) => (input === undefined ? 'is required' : 'must be a GUID') })
  .transform((id) => id.toLowerCase())

export const pageSize = 50
const notAPage = 'must be a page number, from 1'
const Page = z.coerce
  .number(notAPage)
  .int(notAPage)
  .min(1, notAPage)
  .max(1_000_000, `${notAPage} to 1000000`)
  .default(1)
export const PageQuery = z.object({ page: Page })
export const ById = z.object({ id: Id })

export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item).max(pageSize),
    totalCount: z.number().int(),
    page: z.number().int(),
    pageSize: z.literal(pageSize),
    totalPages: z.number().int(),
  })

export const errorWords = [
  'validation_error',
  'unauthorized',
  'forbidden',
  'not_found',
  'conflict',
  'unprocessable_entity',
  'server_error',
  'creation_failed',
] as const
export const VendorError = z.object({
  error: z.enum(errorWords),
  message: z.string(),
  correlationId: z.string().regex(/^[0-9a-f]{32}$/),
  errors: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
})
export type VendorError = z.infer<typeof VendorError>

export const VendorIdentity = z.object({
  id: Guid,
  kind: z.literal('Identity'),
  firstName: z.string(),
  lastName: z.string(),
  emailAddress: z.string(),
  type: z.enum([
    'Employee',
    'Service Account',
    'Vendor',
    'Shared',
    'Mailbox',
    'Client',
    'Temporary',
    'Administrator',
    'Auditor',
    'Unknown',
  ]),
  title: z.string(),
  company: z.string(),
  division: z.string(),
  department: z.string(),
  office: z.string(),
  /** "Last, First" */
  supervisorName: z.string(),
  createdDate: Instant,
  updatedDate: Instant,
  firstSeenDate: Instant,
  inactivatedDate: Instant.nullable(),
  status: z.enum(['Active', 'Disabled', 'Removed']),
})
export type VendorIdentity = z.infer<typeof VendorIdentity>

export const ApplicationSummary = z.object({
  id: Guid,
  kind: z.literal('Application'),
  name: z.string(),
  priority: Priority,
  isArchived: z.boolean(),
  /** When anything of it last changed: its settings, or the data that counts. */
  lastUpdated: Instant,
})
export type ApplicationSummary = z.infer<typeof ApplicationSummary>

export const importTypes = ['Scheduled', 'Manual', 'API'] as const
export const importStatuses = ['Pending', 'Running', 'Finished', 'Failed', 'Canceled', 'Canceling'] as const
export type ImportStatus = (typeof importStatuses)[number]

export const VendorApplication = ApplicationSummary.extend({
  connector: z.object({
    id: Guid,
    name: z.string(),
    /** Revision of the rules. */
    version: z.string(),
    isFileBased: z.boolean(),
    /** `id` is the name of the file's part in an upload. */
    fileGroups: z.array(z.object({ id: Guid, name: z.string(), isRequired: z.boolean() })),
  }),
  lastImport: z
    .object({
      id: Guid,
      number: z.number().int(),
      type: z.enum(importTypes),
      status: z.enum(importStatuses),
      buildStart: Instant.nullable(),
      buildEnd: Instant.nullable(),
    })
    .nullable(),
})
export type VendorApplication = z.infer<typeof VendorApplication>

export const VendorImport = z.object({
  id: Guid,
  kind: z.literal('Application Import'),
  number: z.number().int(),
  type: z.enum(importTypes),
  status: z.enum(importStatuses),
  /** True while it waits for a person; `log` says why. */
  paused: z.boolean(),
  buildStart: Instant.nullable(),
  buildEnd: Instant.nullable(),
  application: ApplicationSummary,
})
export type VendorImport = z.infer<typeof VendorImport>

const Figures = z.object({
  total: z.number().int(),
  added: z.number().int(),
  changed: z.number().int(),
  removed: z.number().int(),
})

/** Row counts as the vendor's scripts know them: every row that could not be read is quarantined. */
const VendorRows = Reconciliation.pick({
  read: true,
  applied: true,
  quarantined: true,
  duplicate: true,
  ignored: true,
})

export const VendorImportDetail = VendorImport.extend({
  createdBy: z.string(),
  log: z.string(),
  files: z.array(z.object({ id: Guid, fileGroupId: Guid, fileGroup: z.string(), name: z.string() })),
  metrics: z
    .object({ users: Figures, groups: Figures, privileges: Figures, percentChange: z.number(), rows: VendorRows })
    .nullable(),
})
export type VendorImportDetail = z.infer<typeof VendorImportDetail>

export const StageRequest = z.object({ applicationId: Id })
export const CancelRequest = z.object({ applicationImportId: Id })
export const UploadQuery = z.object({ applicationId: Id.optional() })
export const ImportListQuery = PageQuery.extend({ applicationId: Id.optional() })
