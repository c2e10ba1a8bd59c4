import { foldSearch } from '../../domain/shared/fold.ts'
import { findIdentity } from '../../domain/identities/references.service.ts'
import {
  changePlannedScan,
  getPlannedScan,
  listPlannedScans,
  planScan,
  removePlannedScan,
} from '../../domain/policies/scans/planned-scans.service.ts'
import { findRun } from '../../domain/policies/scans/scan-runs.service.ts'
import { scanPerson } from '../../domain/policies/scans/scan-person.service.ts'
import { personPrincipal } from '../../domain/roles/principal.ts'
import { longIdOf } from '../../domain/roles/principals.service.ts'
import { changeScanSettings, scanSettings } from '../../domain/settings/scan-settings.service.ts'
import type { Reader } from '../../storage/open.ts'
import { forEach, idsIn } from './bulk.ts'
import { asObject, Fields } from './crest/body.ts'
import { pageOf, type Resource } from './crest/envelope.ts'
import { CrestError } from './crest/error.ts'
import { revisionFromIfMatch } from './crest/etag.ts'
import type { Call, Operation } from './operation.ts'
import {
  noEscalation,
  scanNames,
  planView,
  readAdHoc,
  readExpiryDays,
  readPlan,
  scanView,
  formatDays,
} from './wire/policy-scan.ts'
import { violationView } from './wire/policy.ts'

const db = ({ services }: Call): Reader => services.env.store.reader
const fieldsOf = (call: Call): Fields => new Fields(asObject(call.body))
const idOf = (call: Call): string => call.params['id'] ?? ''

/** The scan that follows changes: here, imports. */
function reactiveView(reader: Reader): Resource {
  const { afterImports, expirationDays, revision } = scanSettings(reader)
  return {
    _id: 'reactive',
    _rev: String(revision),
    scanType: 'reactive',
    active: String(afterImports),
    expirationDate: formatDays(expirationDays),
    escalationSchedule: [],
  }
}

const collection = 'governance/policyScan'
const administrators = { entries: [], access: ['reviewAdmin'] } as const satisfies Partial<Operation>
const action = (name: string) =>
  ({ ...administrators, method: 'POST', path: collection, action: [name], plainAction: true, needsBody: true }) as const

/**
 * Scans of policies (B.10): at once, at times, after changes. The vendor documents what is sent, not what is answered:
 * the answers are our reading.
 */
export const policyScanOperations: readonly Operation[] = [
  {
    ...administrators,
    method: 'GET',
    path: 'governance/activePolicyScan',
    handle(call) {
      const running = call.services.scans.running()
      return { list: pageOf(running ? [scanView(running)] : [], call.query) }
    },
  },
  {
    ...administrators,
    method: 'GET',
    path: 'governance/activePolicyScan/:id',
    handle(call) {
      const running = call.services.scans.running()
      // One that is over is still answered, with its end: whoever started it asks until they know.
      const scan = running?.guid === idOf(call) ? running : findRun(db(call), idOf(call))
      if (!scan) throw new CrestError(404, `There is no scan ${idOf(call)}.`)
      return { body: scanView(scan) }
    },
  },
  {
    ...action('adhoc'),
    fieldNames: scanNames,
    handle(call) {
      const { name, scope } = readAdHoc(db(call), fieldsOf(call))
      return { status: 201, body: scanView(call.services.scans.start(call.participant, name, scope)) }
    },
  },
  {
    ...action('scheduled'),
    fieldNames: scanNames,
    handle(call) {
      const input = readPlan(db(call), fieldsOf(call))
      return { status: 201, body: planView(planScan(call.services.env, call.participant, input)) }
    },
  },
  {
    ...action('reactive'),
    // Our reading: scans one user now against every policy in force, and stores the violations.
    handle(call) {
      const fields = fieldsOf(call)
      const userId = fields.text('userId').replace(/^managed\/user\//, '')
      fields.check()
      const identity = findIdentity(db(call), userId)
      if (!identity) throw new CrestError(404, `There is no user ${userId}.`)
      const { found: findings, fresh, remediated } = scanPerson(call.services.env, call.participant, identity.id)
      const violations = findings.map((finding) => violationView(db(call), finding))
      return {
        body: {
          userId: longIdOf(db(call), personPrincipal(identity.id)),
          violations,
          found: findings.length,
          new: fresh,
          remediated,
        },
      }
    },
  },
  {
    ...action('configure'),
    handle(call) {
      const fields = fieldsOf(call)
      const expirationDays = readExpiryDays(fields)
      noEscalation(fields)
      const afterImports = fields.flag('active', scanSettings(db(call)).afterImports)
      fields.check()
      const revision = revisionFromIfMatch(call.headers, asObject(call.body)['_rev'])
      changeScanSettings(call.services.env, call.participant, revision, { afterImports, expirationDays })
      return { body: reactiveView(db(call)) }
    },
  },
  {
    ...action('delete'),
    handle(call) {
      const { env } = call.services
      return {
        body: forEach(call, idsIn(call.body, 'ids'), (id) => removePlannedScan(env, call.participant, id, null)),
      }
    },
  },
  {
    ...administrators,
    method: 'GET',
    path: collection,
    handle(call) {
      const words = foldSearch(call.query.own('q') ?? '')
      const scans = listPlannedScans(db(call)).filter(({ name }) => foldSearch(name).includes(words))
      return { list: pageOf(scans.map(planView), call.query) }
    },
  },
  {
    ...administrators,
    method: 'GET',
    path: `${collection}/reactive`,
    handle: (call) => ({ body: reactiveView(db(call)) }),
  },
  {
    ...administrators,
    method: 'GET',
    path: `${collection}/:id`,
    handle: (call) => ({ body: planView(getPlannedScan(db(call), idOf(call))) }),
  },
  {
    ...administrators,
    method: 'PUT',
    path: `${collection}/:id`,
    needsBody: true,
    fieldNames: scanNames,
    handle(call) {
      const revision = revisionFromIfMatch(call.headers, asObject(call.body)['_rev'])
      const read = readPlan(db(call), fieldsOf(call))
      // Quartz says no zone: the one that a person chose stays.
      const { timeZone } = getPlannedScan(db(call), idOf(call)).schedule
      const input = { ...read, schedule: { ...read.schedule, timeZone } }
      return {
        body: planView(changePlannedScan(call.services.env, call.participant, { key: idOf(call), revision, input })),
      }
    },
  },
]
