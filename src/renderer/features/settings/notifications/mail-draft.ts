import type { z } from 'zod'
import { type MailSettings, type CurrentMailSettings, WriteMailSettings } from '../../../../contract/mail.ts'

/** The settings as they are edited. */
export interface MailDraft extends Omit<MailSettings, 'port'> {
  /** As typed. */
  port: string
  /** What is typed in place of the one that is kept; null forgets it, empty leaves it. */
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

/** What somebody touched, over the settings as they are now: who was faster shows beneath it. */
export type MailEdits = Partial<MailDraft>

export interface MailPartProps {
  draft: MailDraft
  set: (touched: MailEdits) => void
  may: boolean
  /** What is wrong with a field, in words. */
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
  /** Which fields can't be used as they are. */
  readonly invalid: ReadonlySet<string>
  readonly input: MailInput
}

/** What saving the touched fields would send, and what of it the contract would refuse. */
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

/** The port that goes with a way to secure the connection, unless somebody chose another. */
export const usualPorts: Readonly<Record<MailSettings['security'], string>> = {
  starttls: '587',
  tls: '465',
  none: '25',
}

export const portFor = (draft: MailDraft, security: MailSettings['security']): string =>
  Object.values(usualPorts).includes(draft.port.trim()) ? usualPorts[security] : draft.port
