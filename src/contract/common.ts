import { z } from 'zod'

export const Guid = z.guid()
/** UTC with milliseconds, as `2026-06-30T17:00:00.000Z`. */
export const Instant = z.iso.datetime({ precision: 3 })
/** A moment that a caller names: any ISO 8601 time that says its zone. */
export const GivenInstant = z.iso.datetime({ offset: true })
/** The same, or a date as `2026-06-30`: the end of that day where Castellan runs. */
export const GivenMoment = z.union([GivenInstant, z.iso.date()], {
  error: 'must be a date, as 2026-06-30, or a time with its zone, as 2026-06-30T17:00:00Z',
})

/** One page of a list. `next` is opaque; absent on the last page. `total` counts what the filters leave. */
export const pageOf = <T extends z.ZodType>(item: T) =>
  z.object({ items: z.array(item), total: z.number().int().nonnegative(), next: z.string().optional() })

export const PageQuery = z.object({
  cursor: z.string().max(500).optional(),
  limit: z.coerce.number().int().min(1).max(1000).default(50),
})

/** RFC 9457. `type` is `urn:castellan:problem:<code>`; `errors` point into the request body. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  detail: z.string().optional(),
  requestId: z.string(),
  errors: z.array(z.object({ pointer: z.string(), message: z.string() })).optional(),
})
export type Problem = z.infer<typeof Problem>
