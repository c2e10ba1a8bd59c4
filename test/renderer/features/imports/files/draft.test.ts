import { describe, expect, it } from 'vitest'
import { withFinding, withoutFinding } from '../../../../../src/contract/accept-finding.ts'
import { FileFormat } from '../../../../../src/contract/applications.ts'
import type { FindingRule } from '../../../../../src/contract/file-findings.ts'
import { type Draft, isAccepted, newApplication } from '../../../../../src/renderer/features/imports/files/draft.ts'

const untouched = FileFormat.parse({})
const rules: FindingRule[] = [
  { headerRow: 5, delimiter: ';' },
  { sheet: 'List' },
  { comment: '#' },
  { columns: [{ name: 'User', from: 0, to: 10 }], headerRow: 2 },
  { skipLines: { startingWith: ['Page '], repeatedHeader: false } },
  { skipLines: { startingWith: [], repeatedHeader: true } },
  { controlTotals: [{ startingWith: 'Total users:', counts: 'users' }] },
]
const draft = (format: FileFormat, extractDate: Draft['extractDate'] = null): Draft => ({
  owner: '',
  kind: 'application',
  profile: 'one-row-per-grant',
  format,
  extractDate,
  name: 'Core',
  pattern: 'core*',
  meanings: {},
  refusals: [],
})

describe('a finding', () => {
  it.each(rules)('can be accepted and dropped: %j', (rule) => {
    const format = withFinding(untouched, rule)
    expect(isAccepted(draft(untouched), rule)).toBe(false)
    expect(isAccepted(draft(format), rule)).toBe(true)
    expect(withoutFinding(format, rule)).toEqual(untouched)
  })

  it('leaves what others propose', () => {
    const skipping: FindingRule = { skipLines: { startingWith: ['-----'], repeatedHeader: false } }
    const all = rules.reduce(withFinding, withFinding(untouched, skipping))
    const fewer = withoutFinding(all, skipping)
    expect(fewer.skipLines).toEqual({ startingWith: ['Page '], repeatedHeader: true })
    expect(isAccepted(draft(fewer), { controlTotals: [{ startingWith: 'Total users:', counts: 'users' }] })).toBe(true)
  })

  it('becomes a rule of the new application', () => {
    const extractDate = { from: 'name', pattern: 'yyyyMMdd' } as const
    const format = withFinding(untouched, { headerRow: 5 })
    const { rules: made } = newApplication(draft(format, extractDate), '0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c01')
    expect(made.fileGroups[0]).toMatchObject({ format: { headerRow: 5 }, extractDate })
  })
})
