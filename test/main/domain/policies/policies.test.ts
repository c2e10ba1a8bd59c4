import { afterEach, beforeEach, expect, it } from 'vitest'
import { createPolicy, removePolicy } from '../../../../src/main/domain/policies/policies.service.ts'
import { scanPerson } from '../../../../src/main/domain/policies/scans/scan-person.service.ts'
import { listViolations } from '../../../../src/main/domain/policies/violations.service.ts'
import { type Governance, startGovernance } from '../../../support/governance.ts'

let governance: Governance
beforeEach(() => {
  governance = startGovernance()
})
afterEach(() => governance.close())

it('a policy that is removed takes its open violations along, and the log names it by its own id', () => {
  const { env } = governance
  const officer = governance.as(null, 'policies:manage')
  governance.person('ana')
  governance.role('vault', ['ana'])
  const [gone, stays] = ['one', 'other'].map((name) =>
    createPolicy(env, officer, {
      name,
      description: '',
      expression: { operator: 'EQUALS', operand: { targetName: 'roles', targetValue: 'managed/role/vault' } },
      riskLevel: 3,
      owner: null,
      remediationProcess: '',
      active: true,
    }),
  )
  if (!gone || !stays) throw new Error('no policies')
  scanPerson(env, officer, governance.idOf('ana'))
  removePolicy(env, officer, `managed/policy/${gone.key}`)
  const violationsWith = (status: 'active' | 'closed') =>
    listViolations(env.store.reader, {
      question: { status, policy: null, identity: null },
      now: env.clock(),
      offset: 0,
      limit: 10,
    }).items
  expect(violationsWith('active').map(({ policy }) => policy.id)).toEqual([stays.key])
  expect(violationsWith('closed')).toMatchObject([
    { policy: { id: gone.key }, status: 'cancelled', comment: 'The policy was taken out of use.' },
  ])
  const entry = env.store.reader.prepare('SELECT entry FROM audit_entry ORDER BY seq DESC LIMIT 1').pluck().get()
  expect(JSON.parse(entry as string)).toMatchObject({
    action: 'policy.removed',
    object: { id: gone.key },
    details: { violationsEnded: 1 },
  })
})
