import { z } from 'zod'
import { type channels, themes } from '../../contract/bridge.ts'

export type ChannelName = keyof typeof channels

const plain = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^\P{Cc}*$/u)

/** What each channel takes, closed: the arguments as one tuple. */
export const channelArguments = {
  dropped: z.tuple([z.string().min(1).max(4096)]),
  chooseFolder: z.tuple([]),
  showInFolder: z.tuple([z.string().min(1).max(4096)]),
  notify: z.tuple([
    z.strictObject({
      title: plain(80),
      body: plain(200),
      path: z
        .string()
        .max(200)
        .regex(/^\/[\w/.-]*$/)
        .refine((path) => !path.includes('//') && !path.includes('..')),
    }),
  ]),
  setTheme: z.tuple([z.enum(themes)]),
  doorStatus: z.tuple([]),
  openExternal: z.tuple([z.string().min(1).max(2000)]),
  keepSignIn: z.tuple([
    z
      .string()
      .regex(/^[\w-]{20,200}$/)
      .nullable(),
  ]),
  keptSignIn: z.tuple([]),
  startsAtLogin: z.tuple([]),
  setStartAtLogin: z.tuple([z.boolean()]),
} as const satisfies Record<ChannelName, z.ZodType>

export type ChannelArguments = { [Name in ChannelName]: z.infer<(typeof channelArguments)[Name]> }

/** Who sent a message, as far as trust goes. */
export interface Sender {
  /** Null when the frame is gone already. */
  readonly frame: { readonly url: string; readonly parent: unknown } | null
  readonly isOurWindow: boolean
}

/** Only the top frame of our own window, while it shows our own page (A7). */
export function isTrusted({ frame, isOurWindow }: Sender, isAppUrl: (url: string) => boolean): boolean {
  return isOurWindow && frame !== null && frame.parent === null && isAppUrl(frame.url)
}
