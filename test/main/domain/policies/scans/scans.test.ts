import { afterEach, beforeEach, expect, it } from 'vitest'
import { Cancelled } from '../../../../../src/main/domain/shared/job-runner.ts'
import { wholeScope } from '../../../../../src/main/domain/policies/scans/scan-scope.ts'
import { Scans } from '../../../../../src/main/domain/policies/scans/scans.ts'
import { type Governance, startGovernance } from '../../../../support/governance.ts'

let governance: Governance
beforeEach(() => {
  governance = startGovernance()
})
afterEach(() => governance.close())

const logged = () =>
  governance.env.store.reader
    .prepare("SELECT entry ->> 'action' FROM audit_entry WHERE entry ->> 'action' LIKE 'policies.%'")
    .pluck()
    .all()

it('a scan that somebody began and the end of the program stopped is in the log; one that comes again is not', async () => {
  const scans = new Scans(governance.env, () => Promise.reject(new Cancelled()))
  scans.launch({ kind: 'after-imports' }, '', wholeScope)
  await scans.idle()
  expect(logged()).toEqual([])
  scans.start(governance.as(null, 'policies:manage'))
  await scans.idle()
  expect(logged()).toEqual(['policies.scan-stopped'])
  expect(scans.status().state).toBe('never')
})
