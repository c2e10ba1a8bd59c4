import { z } from 'zod'

/** How messages are sent. Without it they stay in the outbox, to be read there. */
export const MailSettings = z.object({
  enabled: z.boolean(),
  host: z.string(),
  port: z.number().int(),
  /** `tls` from the first byte, `starttls` before anything is said, `none` within this computer or a trusted network. */
  security: z.enum(['tls', 'starttls', 'none']),
  /** Empty: the server asks for none. */
  username: z.string(),
  /** The address that messages come from. */
  from: z.string(),
})
export type MailSettings = z.infer<typeof MailSettings>

export const CurrentMailSettings = MailSettings.extend({
  revision: z.number().int(),
  hasPassword: z.boolean(),
  /** Whether this program can keep a password: only where the system's key store is behind it. */
  canKeepPassword: z.boolean(),
})
export type CurrentMailSettings = z.infer<typeof CurrentMailSettings>

const mailAddress = z
  .string()
  .max(254)
  .regex(/^[^\s@<>,;:"()]+@[^\s@<>,;:"()]+$/, 'must be one mail address')

export const WriteMailSettings = z.strictObject({
  enabled: z.boolean(),
  host: z
    .string()
    .max(253)
    .regex(/^[A-Za-z0-9.:-]+$/, 'must be the name or the address of a server'),
  port: z.number().int().min(1).max(65_535),
  security: MailSettings.shape.security,
  username: z.string().max(200),
  from: mailAddress,
  /** Absent: the one that is kept stays. Null: none. */
  password: z.string().min(1).max(1000).nullable().optional(),
})
export type WriteMailSettings = z.infer<typeof WriteMailSettings>

export const TestMail = z.strictObject({ to: mailAddress })

export const TestMailResult = z.object({ sent: z.boolean(), failure: z.string().nullable() })
