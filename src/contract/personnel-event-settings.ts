import { z } from 'zod'

/** Who of an institution answers for a personnel event. */
export const organisationalRoles = ['supervisor', 'application-owner', 'security-officer', 'personnel'] as const
export type OrganisationalRole = (typeof organisationalRoles)[number]

const roles = z.array(z.enum(organisationalRoles)).max(4)
const votes = (approval: OrganisationalRole[], verification: OrganisationalRole[]) =>
  z.strictObject({ approval: roles.default(approval), verification: roles.default(verification) }).prefault({})

const day = z.iso.date()

/** How personnel events run: who must answer, how early access is given, and the days on which nobody works. */
export const PersonnelEventSettings = z.strictObject({
  /** How many days before its date the work on access that is given may begin. */
  leadDays: z.number().int().min(1).max(99).default(7),
  holidays: z.array(day).max(1000).default([]),
  votes: z
    .strictObject({
      onboard: votes(['supervisor'], ['security-officer']),
      offboard: votes(['supervisor'], ['security-officer']),
      'role-transition': votes(['supervisor'], ['security-officer']),
      'leave-of-absence': votes(['supervisor'], ['security-officer']),
    })
    .prefault({}),
  /** Long ids of a role or a person; blank means the default approver group. */
  securityOfficers: z.string().max(300).default(''),
  personnel: z.string().max(300).default(''),
  /** Whether one answer of somebody with two roles serves both. */
  oneAnswerServesAllRoles: z.boolean().default(true),
  /** What a roster shows and nobody need confirm: it is reported at once, and still approved by votes. */
  reportFromRoster: z
    .array(z.enum(['onboard', 'offboard', 'role-transition', 'return']))
    .max(4)
    .default([]),
})
export type PersonnelEventSettings = z.infer<typeof PersonnelEventSettings>

export const CurrentPersonnelEventSettings = PersonnelEventSettings.extend({ revision: z.number().int() })
export type CurrentPersonnelEventSettings = z.infer<typeof CurrentPersonnelEventSettings>

const kinds = z.strictObject({ approval: roles, verification: roles })
/** What is left out stays as it is. */
export const ChangePersonnelEventSettings = z.strictObject({
  leadDays: z.number().int().min(1).max(99).optional(),
  holidays: z.array(day).max(1000).optional(),
  votes: z
    .strictObject({ onboard: kinds, offboard: kinds, 'role-transition': kinds, 'leave-of-absence': kinds })
    .optional(),
  securityOfficers: z.string().max(300).optional(),
  personnel: z.string().max(300).optional(),
  oneAnswerServesAllRoles: z.boolean().optional(),
  reportFromRoster: z
    .array(z.enum(['onboard', 'offboard', 'role-transition', 'return']))
    .max(4)
    .optional(),
})
export type ChangePersonnelEventSettings = z.infer<typeof ChangePersonnelEventSettings>
