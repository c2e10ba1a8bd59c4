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
export type MailTouched = Partial<MailDraft>

export interface MailPartProps {
  draft: MailDraft
  set: (touched: MailTouched) => void
  may: boolean
  /** What is wrong with a field, in words. */
  errorOf: (field: keyof MailDraft) => string | undefined
}

type Wish = z.input<typeof WriteMailSettings>

const wishOf = ({ port, password, ...draft }: MailDraft): Wish => ({
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
  readonly wrong: ReadonlySet<string>
  readonly wish: Wish
}

/** What saving the touched fields would send, and what of it the contract would refuse. */
export function mailChange(now: CurrentMailSettings, touched: MailTouched): MailChange {
  const before = mailDraftOf(now)
  const wish = wishOf({ ...before, ...touched })
  const read = WriteMailSettings.safeParse(wish)
  return {
    changed: JSON.stringify(wish) !== JSON.stringify(wishOf(before)),
    wrong: new Set(read.error?.issues.map(({ path }) => String(path[0]))),
    wish,
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
