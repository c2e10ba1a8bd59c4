import { z } from 'zod'

/** The fields that together name an entitlement. */
export const entitlementFields = ['group', 'heading', 'section', 'permission'] as const
export type EntitlementField = (typeof entitlementFields)[number]

/** What may stand between several values in one cell. */
export const valueDelimiters = [',', ';', '|', '\n', '\t', ' ', '/', '~', '^'] as const

/** How the values of one cell are told apart. */
export const Split = z.strictObject({
  by: z.enum(valueDelimiters),
  /** The values are distinguished names, as `CN=Tellers,OU=Groups`: only between two of them the cell is split. */
  dn: z.boolean().default(false),
})
export type Split = z.infer<typeof Split>

const Marks = z.array(z.string().trim().max(50)).max(100)

/** A column per permission: a mark in it gives the permission that the column is named after. */
export const Unpivot = z.strictObject({
  /** `unmapped`: every column that no other rule names. */
  columns: z.literal('unmapped').or(z.array(z.string().min(1).max(200)).min(1).max(500)),
  /** The field that takes the name of the column. */
  field: z.enum(entitlementFields).default('permission'),
  /** Case is ignored; an empty mark is a blank cell. */
  marks: z
    .strictObject({
      yes: Marks.default(['X', 'Y', 'Yes', '1', 'True']),
      no: Marks.default(['', 'N', 'No', '0', 'False', '-']),
    })
    .prefault({}),
  /** What another value means: the row can't be used, or it is the access value of the grant. */
  other: z.enum(['unreadable', 'access']).default('unreadable'),
})
export type Unpivot = z.infer<typeof Unpivot>
