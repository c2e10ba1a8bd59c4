import { z } from 'zod'
import { Guid, Instant } from './common.ts'
import { encodingNames } from './encodings.ts'
import { entitlementFields, Split, Unpivot } from './row-shapes.ts'
import { ControlTotal, ExtractDate, FixedColumn, SkipLines } from './file-layout.ts'

/** The fields that a column of an extract may be mapped to, with what each means. */
export const extractFields = {
  userName: 'User name of the account: unique inside the application',
  fullName: 'Full name',
  firstName: 'First name',
  lastName: 'Last name',
  email: 'E-mail address',
  employeeId: 'Employee number',
  active: 'Whether the account is active (blank means yes)',
  locked: 'Whether the account is locked (blank means no)',
  lastLogin: 'When the account last signed in',
  passwordChanged: 'When its password was last changed',
  title: 'Job title',
  department: 'Department',
  division: 'Division',
  company: 'Company',
  office: 'Office or branch',
  manager: 'Manager: employee number, user name or “Last, First”',
  personType: 'Employee, Vendor, Service Account …',
  group: 'Group, role or system that grants the permission',
  heading: 'Heading of the permission',
  section: 'Section of the permission',
  permission: 'Permission or entitlement',
  access: 'Access value: Y, N, Full, Read …',
  description: 'What the permission allows',
  privileged: 'Whether the permission is privileged',
  positionStart: 'When the position began: of several rows about one person the latest counts',
  mainPosition: 'Whether it is the person’s main position',
  validFrom: 'First day on which the row holds: before it the row is ignored',
  validUntil: 'Last day on which the row holds (blank or 9999 means no end)',
} as const
export type ExtractField = keyof typeof extractFields
export const ExtractField = z.enum(Object.keys(extractFields) as [ExtractField, ...ExtractField[]])

export const Encoding = z.enum(
  Object.keys(encodingNames) as [keyof typeof encodingNames, ...(keyof typeof encodingNames)[]],
)
export type Encoding = z.infer<typeof Encoding>

export const FileFormat = z.strictObject({
  /** `auto` looks at the file each time; anything else is held to. */
  encoding: Encoding.or(z.literal('auto')).default('auto'),
  delimiter: z.string().length(1).or(z.literal('auto')).default('auto'),
  /**
   * The line that holds the column names, counted from 1 after a `sep=` line; of a workbook, the row. Where that line is
   * blank or a comment, the next one is the header.
   */
  headerRow: z.number().int().min(1).max(100).default(1),
  /** The sheet of a workbook, by its name; null is the first that is visible. Text has no sheets and ignores it. */
  sheet: z.string().min(1).max(100).nullable().default(null),
  /** What a line begins with that is a comment and no row, as `#`; null when the file has none. */
  comment: z.string().min(1).max(10).nullable().default(null),
  /** The columns of a fixed-width file, from left to right; none for a file with delimiters. A sheet ignores them. */
  columns: z.array(FixedColumn).max(500).default([]),
  skipLines: SkipLines.prefault({}),
  controlTotals: z.array(ControlTotal).max(10).default([]),
})
export type FileFormat = z.infer<typeof FileFormat>

/** Words that stand for nothing where a name, a number or an address belongs. */
export const usualPlaceholders = [
  'N/A',
  'NA',
  'NULL',
  '(null)',
  'none',
  'nil',
  '-',
  '--',
  '?',
  '.',
  '0',
  'TBD',
  'unknown',
  '(blank)',
  '#N/A',
] as const

/**
 * `one row per grant`: each row says that an account has an entitlement. `standardized permissions`: the vendor's layout,
 * whose columns are known by their names. `HR roster`: each row is a person.
 */
export const profiles = ['one-row-per-grant', 'standardized-permissions', 'hr-roster'] as const

/** How a name is taken out of the form in which a system writes it, with what each does. */
export const nameTransforms = {
  'without-domain': 'DOMAIN\\name becomes name',
  'before-at': 'name@domain becomes name',
  'common-name': 'CN=name,OU=… becomes name',
  'first-last': 'Last, First becomes First Last',
  'lower-case': 'all letters small',
  'visible-only': 'without invisible characters, one space for many',
} as const
export type NameTransform = keyof typeof nameTransforms
const NameTransform = z.enum(Object.keys(nameTransforms) as [NameTransform, ...NameTransform[]])

export const FileGroup = z.strictObject({
  id: Guid,
  name: z.string().min(1).max(100),
  /** An import waits for the files of required groups; those of others are taken along when they are there. */
  required: z.boolean().default(true),
  /** File names of this group, as `core-*.csv`; case is ignored. */
  pattern: z.string().min(1).max(200),
  profile: z.enum(profiles).default('one-row-per-grant'),
  format: FileFormat.prefault({}),
  /** When the extract was true; null is the time at which the file was written. */
  extractDate: ExtractDate.nullable().default(null),
  /** Field → column name. A column that is not named here and is not in `ignoredColumns` stops the import. */
  columns: z.partialRecord(ExtractField, z.string().min(1).max(200)).default({}),
  ignoredColumns: z.array(z.string().max(200)).max(500).default([]),
  /** Columns that together name a row: a second row with the same values is a duplicate, one without any is set aside. */
  keyColumns: z.array(z.string().min(1).max(200)).max(10).default([]),
  /** Words that count as blank in cells that name a person or an account; case is ignored. */
  placeholders: z
    .array(z.string().trim().min(1).max(50))
    .max(100)
    .default([...usualPlaceholders]),
  /** Access values that give nothing; case is ignored, and an empty one is a blank cell. The vendor's layout has its own. */
  refusals: z.array(z.string().trim().max(50)).max(50).default(['N', 'No', 'False']),
  /** Field → the same value on every row. */
  constants: z.partialRecord(ExtractField, z.string().max(1000)).default({}),
  /** Field → written value → value to use; case is ignored. */
  valueMaps: z.partialRecord(ExtractField, z.record(z.string(), z.string())).default({}),
  /** Field → what is done to its text, in this order, before values are mapped. */
  transforms: z.partialRecord(ExtractField, z.array(NameTransform).max(6)).default({}),
  /** Rows that any of these matches are ignored, and counted as such. */
  filters: z
    .array(
      z.strictObject({
        column: z.string().min(1),
        is: z.enum(['equal-to', 'starting-with', 'blank']),
        value: z.string().default(''),
      }),
    )
    .max(50)
    .default([]),
  /** Field → how several values in one of its cells are told apart. Each is a grant of its own. */
  split: z.partialRecord(z.enum(entitlementFields), Split).default({}),
  /** Null: no column stands for a permission. */
  unpivot: Unpivot.nullable().default(null),
  /** Columns in which a blank cell means the value of the row above. */
  fillDown: z.array(z.string().min(1).max(200)).max(50).default([]),
  /** How `03/04/2026` is read; null decides by the delimiter: slashes have the month first, dots the day. */
  dateOrder: z.enum(['day-first', 'month-first']).nullable().default(null),
})
export type FileGroup = z.infer<typeof FileGroup>

/** When the guard stops an import for a person. Shares are of what the application held before. */
export const GuardLimits = z.strictObject({
  removalsCount: z.number().int().min(0).default(2),
  removalsShare: z.number().min(0).max(1).default(0.05),
  additionsShare: z.number().min(0).default(1),
  leastShareOfLastFile: z.number().min(0).max(1).default(0.5),
})
export type GuardLimits = z.infer<typeof GuardLimits>

/** When files of the watched folders are taken. What a person or a script hands over is taken at once. */
export const Schedule = z.strictObject({
  /** Five fields: minute, hour, day of the month, month, day of the week, as `0 6 * * 1-5`. */
  cron: z.string().trim().min(1).max(100),
  /** As `America/Chicago`; null is the zone of this machine. */
  timeZone: z.string().trim().min(1).max(64).nullable().default(null),
})
export type Schedule = z.infer<typeof Schedule>

export const Rules = z.strictObject({
  fileGroups: z.array(FileGroup).min(1).max(20),
  /** Null: on arrival. */
  schedule: Schedule.nullable().default(null),
  apply: z.enum(['by-person', 'when-guard-quiet']).default('by-person'),
  guard: GuardLimits.prefault({}),
})
export type Rules = z.infer<typeof Rules>

export const Priority = z.enum(['None', 'Low', 'Moderate', 'High', 'Critical'])

/** Somebody who answers for an application. */
export const Owner = z.object({ id: Guid, name: z.string() })
const OwnerIds = z.array(Guid).max(20)

/** One time at which the files of an application were taken, or should have been. */
export const ScheduleRun = z.object({
  /** When it was due; null when a person asked for it. */
  dueAt: Instant.nullable(),
  ranAt: Instant,
  /** Why it ran later than it was due: Castellan was closed, or the machine asleep. */
  late: z.enum(['closed', 'asleep']).nullable(),
  /** How many earlier times were missed with it; they are made up for by this one run. */
  missed: z.number().int(),
  /** In words: what came of it. */
  said: z.string(),
  importId: Guid.nullable(),
})
export type ScheduleRun = z.infer<typeof ScheduleRun>

export const Application = z.object({
  id: Guid,
  /** A roster brings people; an application brings accounts and their grants. */
  kind: z.enum(['application', 'roster']),
  name: z.string(),
  priority: Priority,
  archived: z.boolean(),
  owners: z.array(Owner),
  rulesVersion: z.number().int(),
  rules: Rules,
  /** When the schedule takes files next, and what came of it last; null on arrival. */
  schedule: z.object({ nextAt: Instant.nullable(), lastRun: ScheduleRun.nullable() }).nullable(),
  /** The generation that counts now; 0 before the first import. */
  generation: z.number().int(),
  /** When the extract that counts now was taken. */
  extractAt: Instant.nullable(),
  /** When it was applied. */
  appliedAt: Instant.nullable(),
  accounts: z.number().int(),
  grants: z.number().int(),
  createdAt: Instant,
  updatedAt: Instant,
  revision: z.number().int(),
})
export type Application = z.infer<typeof Application>
export const ApplicationList = z.object({ items: z.array(Application) })

export const NewApplication = z.strictObject({
  kind: z.enum(['application', 'roster']).default('application'),
  name: z.string().trim().min(1).max(100),
  priority: Priority.default('None'),
  owners: OwnerIds.default([]),
  rules: Rules,
})
export type NewApplication = z.infer<typeof NewApplication>
/** As it is written by hand: what has a default may be left out. */
export type WantedApplication = z.input<typeof NewApplication>

/** What is left out stays as it is. */
export const ApplicationPatch = z.strictObject({
  name: z.string().trim().min(1).max(100).optional(),
  priority: Priority.optional(),
  archived: z.boolean().optional(),
  owners: OwnerIds.optional(),
  rules: Rules.optional(),
})
