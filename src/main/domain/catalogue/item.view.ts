import type { CatalogueItem, RequestField as FieldWire } from '../../../contract/catalogue.ts'
import type { Reader } from '../../storage/open.ts'
import { viewPrincipal } from '../roles/principal.view.ts'
import { findPrincipal } from '../roles/principals.service.ts'
import { applicationOfEntitlement, entriesByField } from './catalogue-lists.store.ts'
import { type Entry, findEntry, whyNotRemovable } from './catalogue.service.ts'
import { rulesOf, textIn } from './entry.ts'
import type { RequestField } from './request-fields.service.ts'
import { instant } from '../shared/instant.ts'

/** What the classes of the glossary are for a person. */
const kindOf = ({ class: entryClass }: Pick<Entry, 'class'>): CatalogueItem['kind'] => {
  switch (entryClass) {
    case 'system-value':
      return 'entitlement'
    case 'object':
      return 'role'
    case 'identity-value':
      return 'attribute'
    case 'requestable-item-bundle':
      return 'bundle'
    default:
      return 'other'
  }
}

const refTo = (db: Reader, id: string | null) => {
  const principal = id === null ? undefined : findPrincipal(db, id)
  return principal ? viewPrincipal(db, principal) : null
}

/** An entry as `/v1` shows it. */
export function viewItem(db: Reader, entry: Entry): CatalogueItem {
  const { body } = entry
  const rules = rulesOf(body)
  const chain = (words: readonly string[] | null) =>
    words?.map((word) => ({ word, meaning: refTo(db, word.includes('/') ? word : textIn(body, word) || null) })) ?? null
  const why = kindOf(entry) === 'bundle' ? null : whyNotRemovable(db, entry)
  const contents = kindOf(entry) === 'bundle' && Array.isArray(body['itemIds']) ? body['itemIds'] : []
  return {
    id: entry.key,
    kind: kindOf(entry),
    name: entry.displayName || textIn(body, 'attributeName') || textIn(body, 'name') || entry.key,
    description: rules.description,
    requestable: entry.requestable && why === null,
    why,
    riskLevel: entry.riskLevel,
    application: entry.entitlement === null ? null : applicationOfEntitlement(db, entry.entitlement),
    owner: refTo(db, textIn(body, 'entitlementOwner') || null),
    provisioner: refTo(db, rules.provisioner),
    approvers: chain(rules.approvers),
    removalApprovers: chain(rules.removalApprovers),
    parallel: rules.parallel,
    requestFields: [...rules.requestFields],
    workflow: rules.requestWorkflow,
    contents: contents.map((id) => ({ id: String(id), name: nameOfEntry(db, String(id)) })),
    updatedAt: instant(entry.updatedAt),
    revision: entry.revision,
  }
}

const nameOfEntry = (db: Reader, key: string): string => findEntry(db, key)?.displayName ?? key

/** Request fields as `/v1` shows them, each with how many entries ask it. */
export function viewFields(db: Reader, fields: readonly RequestField[]): FieldWire[] {
  const asking = entriesByField(db)
  return fields.map((field) => ({
    id: field.key,
    name: field.name,
    description: field.description,
    inputType: field.inputType,
    inputOptions: [...field.inputOptions],
    objectType: field.objectType,
    required: field.required,
    items: asking.get(field.name) ?? 0,
    revision: field.revision,
  }))
}

/** One of them. */
export function viewField(db: Reader, field: RequestField): FieldWire {
  const [view] = viewFields(db, [field])
  if (!view) throw new Error('a field has a view')
  return view
}
