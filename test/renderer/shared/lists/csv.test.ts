import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvCell, csvRecord } from '../../../../src/renderer/shared/lists/csv.ts'

/** Content that a person, or a hostile extract, may have put into a cell. */
const text = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: fc.constantFrom(...Array.from('=+-@\t\0\r\n＝＋－＠",\'a1 ;')) }),
)
const starts = '=+-@\t\0\r\n＝＋－＠'

describe('an exported cell', () => {
  it('never starts with a character that begins a formula', () => {
    fc.assert(
      fc.property(text, (value) => {
        const [[shown = ''] = []] = parse(csvRecord([value, 'x']))
        expect(starts).not.toContain(shown.charAt(0) || ' ')
      }),
      { numRuns: 2000 },
    )
  })

  it('keeps every character and prepends at most one quote', () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 2, maxLength: 6 }), (values) => {
        const [record = []] = parse(csvRecord(values))
        expect(record).toEqual(values.map((value) => (starts.includes(value.charAt(0) || ' ') ? `'${value}` : value)))
      }),
      { numRuns: 2000 },
    )
  })

  it('is quoted by RFC 4180 only where needed', () => {
    expect(csvRecord(['Ana', 'Silva, Ana', '5" disk', 'two\nlines', '=1+1', -5])).toBe(
      'Ana,"Silva, Ana","5"" disk","two\nlines",\'=1+1,-5\r\n',
    )
    expect(csvCell('')).toBe('')
  })
})
