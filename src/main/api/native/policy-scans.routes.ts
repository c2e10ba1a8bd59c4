import { z } from 'zod'
import { Guid } from '../../../contract/common.ts'
import {
  PlannedScan,
  PlannedScanList,
  PolicyScan,
  ScanSettings,
  StartScan,
  WritePlannedScan,
  WriteScanSettings,
} from '../../../contract/policies.ts'
import { viewPlannedScan, viewPlannedScans, viewScanSettings } from '../../domain/policies/scans/planned-scan.view.ts'
import {
  changePlannedScan,
  getPlannedScan,
  type PlannedScanInput,
  planScan,
  removePlannedScan,
} from '../../domain/policies/scans/planned-scans.service.ts'
import type { ScanScope } from '../../domain/policies/scans/scan-scope.ts'
import { changeScanSettings } from '../../domain/settings/scan-settings.service.ts'
import { participantIn } from './participant-in.ts'
import { revisionFromIfMatch } from './revision.ts'
import { type Route, route } from '../http/route.ts'

const params = z.object({ id: Guid })

const scopeOf = ({ target, policyIds, expirationDays }: Omit<StartScan, 'name'>): ScanScope => ({
  // As plain data, without what the schema leaves undefined.
  target: JSON.parse(JSON.stringify(target)),
  policies: policyIds,
  expires: expirationDays === null ? null : { days: expirationDays },
})
const inputOf = ({ name, schedule, active, ...scope }: WritePlannedScan): PlannedScanInput => ({
  name,
  scope: scopeOf(scope),
  schedule,
  quartz: null,
  active,
})
const tag = (revision: number) => ({ etag: `"${revision}"` })

/** Scans of policies: now, at times, and after imports. */
export const policyScanRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/policies/scan',
    summary: 'See how far the scan is that runs, or what came of the last',
    access: { scope: 'policies:read' },
    answers: { status: 200, schema: PolicyScan },
    handle: ({ services }) => ({ body: services.scans.status() }),
  }),
  route({
    method: 'POST',
    path: '/v1/policies/scan',
    summary: 'Look at people against policies now: everybody against every policy in force, or those that are named',
    access: { scope: 'policies:manage' },
    body: StartScan,
    answers: { status: 202, schema: PolicyScan },
    handle({ body: { name, ...scope }, ...context }) {
      const { scans } = context.services
      scans.start(participantIn(context), name, scopeOf(scope))
      return { body: scans.status() }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/policies/scan-settings',
    summary: 'Read whether a scan follows imports, what came of the last, and how long owners have',
    access: { scope: 'policies:read' },
    answers: { status: 200, schema: ScanSettings },
    handle({ services }) {
      const settings = viewScanSettings(services.env.store.reader)
      return { body: settings, headers: tag(settings.revision) }
    },
  }),
  route({
    method: 'PUT',
    path: '/v1/policies/scan-settings',
    summary: 'Change whether a scan follows imports, and how long owners have',
    access: { scope: 'policies:manage' },
    body: WriteScanSettings,
    needsIfMatch: true,
    answers: { status: 200, schema: ScanSettings },
    handle({ body, request, ...context }) {
      const { env } = context.services
      changeScanSettings(env, participantIn(context), revisionFromIfMatch(request), body)
      const changed = viewScanSettings(env.store.reader)
      return { body: changed, headers: tag(changed.revision) }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/policies/scans',
    summary: 'List the planned scans: when each comes next, and what came of it last',
    access: { scope: 'policies:read' },
    answers: { status: 200, schema: PlannedScanList },
    handle: ({ services }) => ({ body: { items: viewPlannedScans(services.env.store.reader) } }),
  }),
  route({
    method: 'POST',
    path: '/v1/policies/scans',
    summary: 'Plan a scan',
    access: { scope: 'policies:manage' },
    body: WritePlannedScan,
    answers: { status: 201, schema: PlannedScan },
    handle({ body, ...context }) {
      const { env } = context.services
      const plan = viewPlannedScan(env.store.reader, planScan(env, participantIn(context), inputOf(body)))
      return { body: plan, headers: { location: `/v1/policies/scans/${plan.id}`, ...tag(plan.revision) } }
    },
  }),
  route({
    method: 'GET',
    path: '/v1/policies/scans/:id',
    summary: 'Read one planned scan',
    access: { scope: 'policies:read' },
    params,
    answers: { status: 200, schema: PlannedScan },
    handle({ params: { id }, services }) {
      const db = services.env.store.reader
      const plan = viewPlannedScan(db, getPlannedScan(db, id))
      return { body: plan, headers: tag(plan.revision) }
    },
  }),
  route({
    method: 'PUT',
    path: '/v1/policies/scans/:id',
    summary: 'Change a planned scan',
    access: { scope: 'policies:manage' },
    params,
    body: WritePlannedScan,
    needsIfMatch: true,
    answers: { status: 200, schema: PlannedScan },
    handle({ params: { id }, body, request, ...context }) {
      const { env } = context.services
      const changed = changePlannedScan(env, participantIn(context), {
        key: id,
        revision: revisionFromIfMatch(request),
        input: inputOf(body),
      })
      const plan = viewPlannedScan(env.store.reader, changed)
      return { body: plan, headers: tag(plan.revision) }
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/policies/scans/:id',
    summary: 'Delete a planned scan; its past runs stay on record',
    access: { scope: 'policies:manage' },
    params,
    needsIfMatch: true,
    answers: { status: 204, schema: null },
    handle({ params: { id }, request, ...context }) {
      removePlannedScan(context.services.env, participantIn(context), id, revisionFromIfMatch(request))
      return {}
    },
  }),
  route({
    method: 'POST',
    path: '/v1/policies/scans/:id/run',
    summary: 'Run a planned scan now, before its time',
    access: { scope: 'policies:manage' },
    params,
    answers: { status: 202, schema: PolicyScan },
    handle({ params: { id }, ...context }) {
      const { env, scans } = context.services
      const plan = getPlannedScan(env.store.reader, id)
      scans.start(participantIn(context), plan.name, plan.scope, plan)
      return { body: scans.status() }
    },
  }),
]
