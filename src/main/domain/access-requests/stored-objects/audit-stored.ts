import type { ActionContext } from '../workflow/action-context.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import type { Json } from '../../shared/canonical-json.ts'

/** Audits a direct write of a stored object. */
export const auditStored = (
  { tx, at, actor }: ActionContext,
  {
    type,
    id,
    what,
    details = {},
  }: {
    readonly type: string
    readonly id: string
    readonly what: string
    readonly details?: { readonly [name: string]: Json }
  },
) => recordAudit(tx, at, actor, { action: `stored-${type}.${what}`, object: { type, id }, details })
