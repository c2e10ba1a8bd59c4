import { z } from 'zod'

/** Roles of the people who sign in. What each may do is in `src/main/domain/authorization/scopes.ts`. */
export const roles = [
  'owner',
  'administrator',
  'security-officer',
  'application-manager',
  'approver',
  'auditor',
] as const
export const Role = z.enum(roles)
export type Role = z.infer<typeof Role>
