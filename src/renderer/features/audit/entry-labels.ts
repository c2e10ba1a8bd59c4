import type { AuditEntry } from '../../../contract/audit.ts'
import { moment } from '../../ui/format.ts'
import { pages } from '../../shared/navigation/paths.ts'

/** Labels of actions whose id does not read well. */
const actionLabels: Readonly<Record<string, string>> = {
  'approval-task.completed': 'Task completed',
  'approval-task.expired': 'Task overdue',
  'approval-task.reassigned': 'Task reassigned',
  'approval-task.consulted': 'Input requested',
  'clock.set-back': 'Clock set back',
  'clock.accepted': 'Clock confirmed as right',
  'delegation.made': 'Delegation created',
  'delegation.ended': 'Delegation ended',
  'glossary.created': 'Catalogue item created',
  'glossary.changed': 'Catalogue item changed',
  'glossary.removed': 'Catalogue item removed',
  'notification.sent': 'Notification queued',
  'policies.scanned': 'Policies scanned',
  'policies.scan-failed': 'Policy scan failed',
  'policies.scan-stopped': 'Policy scan interrupted by a restart',
  'policy.created': 'Policy created',
  'policy-scan.planned': 'Scan scheduled',
  'policy-scan.changed': 'Scheduled scan changed',
  'policy-scan.removed': 'Scheduled scan removed',
  'request.commented': 'Comment on a request',
  'request.file-attached': 'File attached to a request',
  'request.file-removed': 'File removed from a request',
  'request.item-provisioned': 'Item provisioned',
  'request.item-proved': 'Item verified',
  'request.item-contradicted': 'Item verification failed',
  'request.item-unproved': 'Item verification withdrawn',
  'request.items-updated': 'Items updated by hand',
  'role.created': 'Role created',
  'template.changed': 'Notification template changed',
  'request.callback-received': 'Webhook answered about a request',
  'webhook.created': 'Webhook created',
  'webhook.changed': 'Webhook changed',
  'webhook.secret-rotated': 'Webhook secret rotated',
  'webhook.replayed': 'Webhook deliveries sent again',
  'webhook.stopped': 'Webhook stopped by its receiver',
  'window.restored': 'Window loaded again after it ended',
  'violation.cancelled': 'Violation dismissed',
  'violation.excepted': 'Exception granted',
  'violation.exception-over': 'Exception expired, violation open again',
}

const typeLabels: Readonly<Record<string, string>> = {
  'approval-task': 'task',
  'glossary-entry': 'item',
  'managed-role': 'role',
  'internal-role': 'built-in role',
  policies: 'all people',
  'policy-scan': 'scan',
  template: 'notification template',
}

const settingLabels: Readonly<Record<string, string>> = {
  governance: 'request rules',
  mail: 'mail server',
  'policy-scans': 'policy scans',
  all: '',
}

/** Entries from before schema 15 have spaces where current names have hyphens. */
const kebabCase = (name: string): string => name.replaceAll(' ', '-')

const outcomeLabels: Readonly<Record<string, string>> = {
  approved: 'Approved',
  rejected: 'Denied',
  provisioned: 'Provisioned',
  'not-provisioned': 'Not provisioned',
}

/** The outcome of a completed task, if its entry has one. */
function outcomeLabel({ outcomes }: AuditEntry['details']): string | undefined {
  if (!Array.isArray(outcomes)) return
  const names = new Set(outcomes.map((item: unknown) => outcomeOf(item)))
  const [name = ''] = names
  return names.size > 1 ? 'Decided item by item' : outcomeLabels[name]
}

const outcomeOf = (item: unknown): string =>
  typeof item === 'object' && item !== null && 'outcome' in item ? kebabCase(String(item.outcome)) : ''

/** "import.approved" → "Import approved" */
export function actionLabel({ action, details }: Pick<AuditEntry, 'action' | 'details'>): string {
  const name = kebabCase(action)
  const outcome = name === 'approval-task.completed' ? outcomeLabel(details) : undefined
  const label = outcome ?? actionLabels[name] ?? name.replace(/[._-]/g, ' ')
  return label.charAt(0).toUpperCase() + label.slice(1)
}

export const typeLabel = (type: string): string => typeLabels[kebabCase(type)] ?? kebabCase(type).replaceAll('-', ' ')

/** The object of an entry: its name if the log has one. */
export const objectLabel = ({ name, id }: AuditEntry['object']): string => name ?? settingLabels[kebabCase(id)] ?? id

/** The path of the screen that shows the object of an entry. */
export function pathOfObject({ object: { type, id } }: AuditEntry): string | undefined {
  switch (kebabCase(type)) {
    case 'import':
      return pages.import(id)
    case 'file':
      return pages.receivedFile(id)
    case 'person':
      return pages.person(id)
    case 'account':
      return pages.account(id)
    case 'application':
      return pages.application(id)
    case 'request':
      return pages.request(id)
    case 'approval-task':
      return pages.approval(id)
    case 'glossary-entry':
      return pages.catalogueItem(id)
    case 'request-field':
      return pages.requestFields
    case 'policy':
      return pages.policy(id)
    case 'policy-scan':
      return pages.scans
    case 'policies':
    case 'violation':
      return pages.violations()
    case 'template':
      return pages.notifications
    case 'setting':
      return id === 'governance' ? pages.requestRules : id === 'policy-scans' ? pages.scans : pages.settings
    default:
      return
  }
}

/** "daysToComplete" → "Days to complete" */
function keyLabel(key: string): string {
  const label = key.replace(/([a-z])([A-Z])/g, (_, before: string, after: string) => `${before} ${after.toLowerCase()}`)
  return label.charAt(0).toUpperCase() + label.slice(1)
}

const isTime = (value: number) => value > Date.UTC(2000) && value < Date.UTC(2200)

const isDifference = (value: unknown): value is { what: string; from: unknown; to: unknown } =>
  typeof value === 'object' && value !== null && 'what' in value && 'from' in value && 'to' in value

function valueLabel(value: unknown): string {
  if (value === null || value === undefined || value === '') return '–'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  // A time far in the future means "no end date".
  if (typeof value === 'number')
    return isTime(value) ? moment(value) : value > Date.UTC(2200) ? 'no end date' : `${value}`
  if (Array.isArray(value)) return value.length === 0 ? '–' : value.map((part) => valueLabel(part)).join(', ')
  if (isDifference(value)) return `${keyLabel(value.what)}: ${valueLabel(value.from)} → ${valueLabel(value.to)}`
  if (typeof value === 'object')
    return Object.values(value)
      .map((part) => valueLabel(part))
      .join(': ')
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** The details of an entry as readable names and values. */
export const factsOf = ({ details }: AuditEntry): readonly { key: string; value: string }[] =>
  Object.entries(details).map(([key, value]) => ({ key: keyLabel(key), value: valueLabel(value) }))
