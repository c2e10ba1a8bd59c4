import type { PlannedScan, PlannedScanInput } from '../../../domain/policies/scans/planned-scans.service.ts'
import { fromQuartz, toQuartz } from '../../../domain/policies/scans/quartz.ts'
import type { RunningScan } from '../../../domain/policies/scans/scans.ts'
import { wholePopulation, type ScanScope, scopeProblems } from '../../../domain/policies/scans/scan-scope.ts'
import type { Reader } from '../../../storage/open.ts'
import { segmentsInBody } from '../../http/field-names.ts'
import type { Fields } from '../crest/body.ts'
import type { Resource } from '../crest/envelope.ts'

/*
 * Definitions of scans as the vendor documents what is sent. What is answered is documented nowhere; our reading is the
 * definition itself with `_id` and `_rev`, and for a scan that runs its state, people, scanned, found and startDate.
 */

/** A day as `07/31/2020`; the whole day counts, in UTC. */
function readDay(text: string): number | null {
  const [, month = '', day = '', year = ''] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text) ?? []
  const at = Date.UTC(Number(year), Number(month) - 1, Number(day), 23, 59, 59, 999)
  return year !== '' && new Date(at).getUTCMonth() === Number(month) - 1 ? at : null
}

function writeDay(at: number): string {
  const [year = '', month = '', day = ''] = new Date(at).toISOString().slice(0, 10).split('-')
  return `${month}/${day}/${year}`
}

/** How many days `7 days` or `2 weeks` are. */
function readDays(text: string): number | null {
  const [, many = '', unit = ''] = /^(\d{1,4})\s*(days?|weeks?)$/i.exec(text.trim()) ?? []
  const days = Number(many) * (unit.toLowerCase().startsWith('week') ? 7 : 1)
  return days >= 1 && days <= 3650 ? days : null
}

export const formatDays = (days: number | null): string => (days === null ? '' : days === 1 ? '1 day' : `${days} days`)

/** How long owners have: days, or until a day. Empty leaves it to the settings. */
function readExpiry(fields: Fields): ScanScope['expires'] {
  const duration = fields.textOr('expirationDuration', '')
  const date = fields.textOr('expirationDate', '')
  const [field, text] = duration === '' ? ['expirationDate', date] : ['expirationDuration', duration]
  if (text === '') return null
  const days = readDays(text)
  if (days !== null) return { days }
  const on = field === 'expirationDate' ? readDay(text) : null
  if (on !== null) return { on }
  fields.wrong(
    field,
    `must say how long, as 7 days${field === 'expirationDate' ? ', or until when, as 07/31/2020' : ''}`,
  )
  return null
}

/** Days alone, as the scan that follows changes has them; null for none. */
export function readExpiryDays(fields: Fields): number | null {
  const text = fields.textOr('expirationDuration', '') || fields.textOr('expirationDate', '')
  const days = text === '' ? null : readDays(text)
  if (text !== '' && days === null) fields.wrong('expirationDate', 'must say how long, as 15 days')
  return days
}

/** Violations have no steps of escalation here, so only an empty schedule can be kept to. */
export function noEscalation(fields: Fields): void {
  const schedule = fields.value('escalationSchedule')
  if (schedule === undefined || schedule === null || (Array.isArray(schedule) && schedule.length === 0)) return
  fields.wrong('escalationSchedule', 'must be empty: violations are not escalated here')
}

/** What a definition calls the fields of a scan. */
export const scanNames = { target: 'targetFilter', policyIds: 'policies', 'schedule.cron': 'schedule' }

/** @param now it is to run at once */
function readScope(db: Reader, fields: Fields, now: boolean): ScanScope {
  const scope: ScanScope = {
    target: fields.value('targetFilter') ?? wholePopulation,
    policies: fields.texts('policies', false),
    expires: readExpiry(fields),
  }
  noEscalation(fields)
  for (const { field, message } of scopeProblems(db, scope, now))
    fields.wrong(segmentsInBody(field, scanNames).join('.'), message)
  return scope
}

function requireScanType(fields: Fields, types: readonly string[]): void {
  const type = fields.textOr('scanType', '').toLowerCase()
  if (type !== '' && !types.includes(type)) fields.wrong('scanType', `must be ${types[0]} here`)
}

/** @throws CrestError 400 with everything that is wrong */
export function readAdHoc(db: Reader, fields: Fields): { readonly name: string; readonly scope: ScanScope } {
  const name = fields.text('name')
  requireScanType(fields, ['ad-hoc', 'adhoc'])
  if (fields.textOr('schedule', '') !== '') fields.wrong('schedule', 'must be empty: this scan runs at once')
  const scope = readScope(db, fields, true)
  fields.check()
  return { name, scope }
}

/** @throws CrestError 400 with everything that is wrong */
export function readPlan(db: Reader, fields: Fields): PlannedScanInput {
  const name = fields.text('name')
  requireScanType(fields, ['scheduled'])
  const quartz = fields.text('schedule')
  const read = quartz === '' ? { cron: '' } : fromQuartz(quartz)
  if ('problem' in read) fields.wrong('schedule', read.problem)
  const scope = readScope(db, fields, false)
  const active = fields.flag('active', true)
  fields.check()
  return { name, scope, schedule: { cron: 'cron' in read ? read.cron : '', timeZone: null }, quartz, active }
}

const scopeView = ({ target, policies, expires }: ScanScope): Resource => ({
  targetFilter: target,
  policies: policies.map((id) => `managed/policy/${id}`),
  expirationDate: expires !== null && 'on' in expires ? writeDay(expires.on) : '',
  expirationDuration: expires !== null && 'days' in expires ? formatDays(expires.days) : '',
  escalationSchedule: [],
})

export const planView = ({ key, revision, name, scope, schedule, quartz, active }: PlannedScan): Resource => ({
  _id: key,
  _rev: String(revision),
  name,
  scanType: 'scheduled',
  schedule: quartz ?? toQuartz(schedule.cron),
  ...scopeView(scope),
  active: String(active),
})

const scanTypes = { 'by-hand': 'ad-hoc', planned: 'scheduled', 'after-imports': 'reactive' } as const

/** A scan that runs, or one that is over. */
export const scanView = (
  scan: Omit<RunningScan, 'scanned'> & { readonly scanned?: number; readonly state?: 'done' | 'failed' },
): Resource => ({
  _id: scan.guid,
  _rev: '0',
  name: scan.name,
  scanType: scanTypes[scan.kind],
  schedule: '',
  ...scopeView(scan.scope),
  state: scan.state ?? 'running',
  people: scan.people,
  scanned: scan.scanned ?? (scan.state === 'done' ? scan.people : 0),
  found: scan.found,
  startDate: new Date(scan.startedAt).toISOString(),
})
