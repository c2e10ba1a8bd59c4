import { z } from 'zod'
import { Id } from './wire.ts'

/** The address that each delivery of a webhook names for an answer. */
export const CallbackAddress = z.object({ id: Id, delivery: Id })

/** What a receiver says of a delivery. The vendor names no members, so any may come; these are read. */
export const Callback = z.looseObject({
  status: z.string().max(200).optional(),
  comment: z.string().max(4000).optional(),
})
type Callback = z.infer<typeof Callback>

export const Noted = z.object({ noted: z.literal(true) })

/** As it stands in the activity. */
export const wordsOfCallback = ({ status, comment }: Callback): string =>
  [status, comment].filter((part) => part !== undefined && part.trim() !== '').join(', ')
