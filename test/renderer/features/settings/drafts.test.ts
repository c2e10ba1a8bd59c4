import { expect, test } from 'vitest'
import {
  fillPlaceholders,
  unknownPlaceholders,
} from '../../../../src/renderer/features/settings/notifications/placeholders.ts'
import {
  changeOf,
  draftOf,
  invalidFields,
} from '../../../../src/renderer/features/settings/governance/request-rules-draft.ts'

const now = {
  checkRequestsAgainstPolicies: true,
  delegationEnabled: true,
  enableApproverReassign: true,
  enableAutoApproval: false,
  enableAutoApprovalForGroup: false,
  requireCommentOnReject: false,
  requireCommentOnApproval: false,
  daysToCompleteApprovalTask: 14,
  defaultApproverGroup: 'internal/role/access-request-admin',
  defaultApprovers: ['manager'],
  maxFilenameLength: 25,
  maxAttachmentBytes: 1_500_000,
  workflows: [{ key: 'badge', name: 'Badge office' }],
  revision: 3,
  chain: [{ word: 'manager', meaning: null }],
  group: {
    id: 'internal/role/access-request-admin',
    kind: 'role' as const,
    name: 'access-request-admin',
    personId: null,
  },
}

test('an untouched draft changes nothing although a size is shown rounded', () => {
  expect(changeOf(now, draftOf(now))).toBeUndefined()
  expect(changeOf(now, { ...draftOf(now), days: '7' })).toEqual({ daysToCompleteApprovalTask: 7 })
})

test('rejects invalid input before it is sent', () => {
  const draft = draftOf(now)
  expect([...invalidFields(draft)]).toEqual([])
  expect(
    [...invalidFields({ ...draft, days: '0', fileName: '4', fileSize: '1.5', workflows: 'only-a-key' })].toSorted(),
  ).toEqual(['days', 'fileName', 'fileSize', 'workflows'])
})

test('reads workflows as a key and a name on each line', () => {
  expect(changeOf(now, { ...draftOf(now), workflows: 'badge Badge office\n\n hr  Human resources ' })).toEqual({
    workflows: [
      { key: 'badge', name: 'Badge office' },
      { key: 'hr', name: 'Human resources' },
    ],
  })
})

test('keeps and reports an unknown name', () => {
  expect(fillPlaceholders('{{to}} and {{nobody}} and {{constructor}}', { to: 'Ana' })).toBe(
    'Ana and {{nobody}} and {{constructor}}',
  )
  expect(unknownPlaceholders('{{to}} {{nobody}} {{nobody}} {{a b}}', ['to'])).toEqual(['nobody', 'a b'])
})
