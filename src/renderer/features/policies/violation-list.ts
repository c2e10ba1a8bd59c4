import { type Violation, ViolationPage } from '../../../contract/policies.ts'
import { request } from '../../api/client.ts'
import type { ListSource } from '../../shared/lists/use-list.ts'
import { apiPaths } from '../../shared/navigation/paths.ts'
import { policyKeys } from './queries.ts'

export const violationStatuses = ['active', 'overdue', 'exception', 'closed'] as const

export interface ViolationFilter {
  readonly status: (typeof violationStatuses)[number]
  readonly personId: string | undefined
}

export const violationList: ListSource<Violation, ViolationFilter> = {
  key: [...policyKeys.all, 'violations'],
  fetch:
    ({ status, personId }, limit) =>
    (cursor, signal) =>
      request(ViolationPage, apiPaths.violations, { query: { limit, cursor, status, personId }, signal }),
  csv: {
    name: 'Violations',
    head: [
      'Person',
      'Policy',
      'Risk',
      'Status',
      'Conflicting access',
      'Remediate by removing',
      'Found',
      'Last seen',
      'Due',
      'Overdue',
      'Exception until',
      'Decided by',
      'Reason',
    ],
    record: (violation) => [
      violation.person.name,
      violation.policy.name,
      violation.policy.riskLevel,
      violation.status,
      violation.because.map(({ words: name }) => name).join('; '),
      violation.remedy.map(({ words: name }) => name).join('; '),
      violation.detectedAt,
      violation.seenAt,
      violation.dueAt ?? '',
      violation.overdue ? 'yes' : 'no',
      violation.exceptionUntil ?? '',
      violation.decidedBy ?? '',
      violation.comment,
    ],
  },
}
