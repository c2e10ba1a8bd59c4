import type { AuditEntry } from '../../../contract/audit.ts'
import { moment } from '../../ui/format.ts'

/** Where the plain rule would not read well. */
const actionLabels: Readonly<Record<string, string>> = {
  'approval-task.completed': 'Task decided',
  'approval-task.expired': 'Task not decided in time',
  'approval-task.reassigned': 'Task given to somebody else',
  'approval-task.consulted': 'Advice asked',
  'delegation.made': 'Stand-in named',
  'delegation.ended': 'Stand-in ended',
  'glossary.created': 'Catalogue item made',
  'glossary.changed': 'Catalogue item changed',
  'glossary.removed': 'Catalogue item taken out',
  'notification.sent': 'Message made for the outbox',
  'policies.scanned': 'People looked at for policies',
  'policies.scan-failed': 'Look at people came to no end',
  'policies.scan-stopped': 'Look at people stopped with Castellan',
  'policy.created': 'Policy made',
  'policy-scan.planned': 'Scan planned',
  'policy-scan.changed': 'Planned scan changed',
  'policy-scan.removed': 'Scan planned no more',
  'request.commented': 'Comment on a request',
  'request.file-attached': 'File attached to a request',
  'request.file-removed': 'File taken off a request',
  'request.item-provisioned': 'Item carried out',
  'request.item-proved': 'Item proved by the data',
  'request.item-contradicted': 'Item contradicted by the data',
  'request.item-unproved': 'Proof of an item taken back',
  'request.items-updated': 'Items settled by hand',
  'role.created': 'Role made',
  'template.changed': 'Message worded anew',
  'violation.cancelled': 'Violation ended by decision',
  'violation.excepted': 'Violation let stand',
  'violation.exception-over': 'Violation open again: its exception is over',
}

const typeLabels: Readonly<Record<string, string>> = {
  'approval-task': 'task',
  'glossary-entry': 'item',
  'managed-role': 'role',
  'internal-role': 'built-in role',
  policies: 'everybody',
  'policy-scan': 'scan',
  template: 'message',
}

const settingLabels: Readonly<Record<string, string>> = {
  governance: 'how requests are decided',
  mail: 'sending mail',
  'policy-scans': 'scans of policies',
  all: '',
}

/** Entries from before schema 15 have blanks where the names of today have hyphens. */
const kebabCase = (name: string): string => name.replaceAll(' ', '-')

/** "import.approved" → "Import approved" */
export function actionLabel(action: string): string {
  const name = kebabCase(action)
  const words = actionLabels[name] ?? name.replace(/[._-]/g, ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

export const typeLabel = (type: string): string => typeLabels[kebabCase(type)] ?? kebabCase(type).replaceAll('-', ' ')

/** What an entry is about, by name where the log has one. */
export const objectLabel = ({ name, id }: AuditEntry['object']): string => name ?? settingLabels[kebabCase(id)] ?? id

/** Where the thing can be seen that an entry is about. */
export function pathOfObject({ object: { type, id } }: AuditEntry): string | undefined {
  const key = encodeURIComponent(id)
  switch (kebabCase(type)) {
    case 'import':
      return `/imports/${key}`
    case 'file':
      return `/imports/file/${key}`
    case 'person':
      return `/people/${key}`
    case 'account':
      return `/people/accounts/${key}`
    case 'application':
      return `/applications/${key}`
    case 'request':
      return `/requests/${key}`
    case 'approval-task':
      return `/approvals/${key}`
    case 'glossary-entry':
      return `/catalogue/${key}`
    case 'request-field':
      return '/catalogue?show=fields'
    case 'policy':
      return `/policies/${key}`
    case 'policy-scan':
      return '/policies?show=scans'
    case 'policies':
    case 'violation':
      return '/policies?show=violations'
    case 'template':
      return '/settings/messages'
    case 'setting':
      return id === 'governance' ? '/settings/requests' : id === 'policy-scans' ? '/policies?show=scans' : '/settings'
    default:
      return
  }
}

/** "daysToComplete" → "Days to complete" */
function keyLabel(key: string): string {
  const words = key.replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const isTime = (value: number) => value > Date.UTC(2000) && value < Date.UTC(2200)

const isDifference = (value: unknown): value is { what: string; from: unknown; to: unknown } =>
  typeof value === 'object' && value !== null && 'what' in value && 'from' in value && 'to' in value

function valueLabel(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  // Far ahead of every date stands for "until it is ended".
  if (typeof value === 'number')
    return isTime(value) ? moment(value) : value > Date.UTC(2200) ? 'until it is ended' : `${value}`
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map((part) => valueLabel(part)).join(', ')
  if (isDifference(value)) return `${keyLabel(value.what)}: ${valueLabel(value.from)} → ${valueLabel(value.to)}`
  if (typeof value === 'object')
    return Object.values(value)
      .map((part) => valueLabel(part))
      .join(': ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** What an entry commits to, as names and values that can be read. */
export const factsOf = ({ details }: AuditEntry): readonly { key: string; value: string }[] =>
  Object.entries(details).map(([key, value]) => ({ key: keyLabel(key), value: valueLabel(value) }))
