import type { Violation } from '../../../contract/policies.ts'

/** The columns of the exported list. */
export const head = [
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
]

/** One row of the exported list. */
export const record = (violation: Violation) => [
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
]
