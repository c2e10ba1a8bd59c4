import type { z } from 'zod'
import { type MailSettings, type CurrentMailSettings, WriteMailSettings } from '../../../../contract/mail.ts'

/** The edited mail settings. */
export interface MailDraft extends Omit<MailSettings, 'port'> {
  /** As typed. */
  port: string
  /** A new password; null deletes the stored one, '' keeps it. */
  password: string | null
}

export const mailDraftOf = ({ enabled, host, port, security, username, from }: CurrentMailSettings): MailDraft => ({
  enabled,
  host,
  port: String(port),
  security,
  username,
  from,
  password: '',
})

/** The edited members, on top of the current settings, so that changes by others show through. */
export type MailEdits = Partial<MailDraft>

export interface MailPartProps {
  draft: MailDraft
  set: (touched: MailEdits) => void
  canChange: boolean
  /** The error message of a field. */
  errorOf: (field: keyof MailDraft) => string | undefined
}

type MailInput = z.input<typeof WriteMailSettings>

const inputOf = ({ port, password, ...draft }: MailDraft): MailInput => ({
  ...draft,
  host: draft.host.trim(),
  username: draft.username.trim(),
  from: draft.from.trim(),
  port: /^\d{1,5}$/.test(port.trim()) ? Number(port) : Number.NaN,
  ...(password === '' ? {} : { password }),
})

export interface MailChange {
  readonly changed: boolean
  /** The fields with invalid values. */
  readonly invalid: ReadonlySet<string>
  readonly input: MailInput
}

/** The request body for the edits, and the fields that the contract would reject. */
export function mailChange(now: CurrentMailSettings, touched: MailEdits): MailChange {
  const before = mailDraftOf(now)
  const input = inputOf({ ...before, ...touched })
  const read = WriteMailSettings.safeParse(input)
  return {
    changed: JSON.stringify(input) !== JSON.stringify(inputOf(before)),
    invalid: new Set(read.error?.issues.map(({ path }) => String(path[0]))),
    input: input,
  }
}

/** Usual port of each kind of security, unless the user chose another port. */
const usualPorts: Readonly<Record<MailSettings['security'], string>> = {
  starttls: '587',
  tls: '465',
  none: '25',
}

export const portFor = (draft: MailDraft, security: MailSettings['security']): string =>
  Object.values(usualPorts).includes(draft.port.trim()) ? usualPorts[security] : draft.port
