import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { FileGroup } from '../../../../../src/contract/applications.ts'
import { detectDialect } from '../../../../../src/main/domain/imports/reading/dialect.ts'
import { textBytesOf } from '../../../../../src/main/domain/imports/reading/encoding.ts'
import { splitFields } from '../../../../../src/main/domain/imports/reading/fields.ts'
import { type RecordFormat, RecordScanner } from '../../../../../src/main/domain/imports/reading/records.ts'

const format = FileGroup.shape.format.parse({})

function read(
  bytes: Buffer,
  delimiter: string,
  format: Partial<RecordFormat> = {},
  chunk = bytes.length || 1,
): { line: number; fields: string[] | { broken: string } }[] {
  const rows: { line: number; fields: string[] | { broken: string } }[] = []
  const scanner = new RecordScanner(
    { delimiter, lineEnds: 'LF', ...format },
    ({ buffer, start, end, line, quoted }) => {
      rows.push({ line, fields: splitFields(buffer.toString('utf8', start, end), { delimiter }, quoted) })
    },
  )
  for (let at = 0; at < bytes.length; at += chunk) scanner.push(bytes.subarray(at, at + chunk))
  scanner.finish()
  return rows
}

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16()
const rows = ['User;Naïve name', '007;Zoë', '123456789012345678;"a;b"']

/** Files as exports write them, each with what it must be taken for. */
const corpus: readonly (readonly [name: string, bytes: Buffer, truth: Record<string, unknown>])[] = [
  [
    'utf-8, semicolon, LF',
    Buffer.from(rows.join('\n')),
    { encoding: 'utf-8', delimiter: ';', lineEnd: 'LF', byteOrderMark: false },
  ],
  [
    'utf-8 with BOM, CRLF',
    Buffer.from(`\ufeff${rows.join('\r\n')}\r\n`),
    { encoding: 'utf-8', delimiter: ';', lineEnd: 'CRLF', byteOrderMark: true },
  ],
  [
    'utf-16le with BOM',
    Buffer.from(`\ufeff${rows.join('\r\n')}`, 'utf16le'),
    { encoding: 'utf-16le', delimiter: ';', byteOrderMark: true },
  ],
  [
    'utf-16be with BOM',
    utf16be(`\ufeff${rows.join('\r\n')}`),
    { encoding: 'utf-16be', delimiter: ';', byteOrderMark: true },
  ],
  ['utf-16le without BOM', Buffer.from(rows.join('\n'), 'utf16le'), { encoding: 'utf-16le', byteOrderMark: false }],
  ['utf-16be without BOM', utf16be(rows.join('\n')), { encoding: 'utf-16be', byteOrderMark: false }],
  ['windows-1252', Buffer.from(rows.join('\r\n'), 'latin1'), { encoding: 'windows-1252', delimiter: ';' }],
  [
    'windows-1252 with curly quotes',
    Buffer.from([...Buffer.from('User,Note\na,'), 0x93, 0x41, 0x94]),
    { encoding: 'windows-1252', delimiter: ',' },
  ],
  ['comma', Buffer.from('a,b,c\n1,2,3\n'), { delimiter: ',' }],
  ['tab', Buffer.from('a\tb\tc\n1\t2\t3\n'), { delimiter: '\t' }],
  ['pipe', Buffer.from('a|b|c\n1|2|3\n'), { delimiter: '|' }],
  ['caret', Buffer.from('a^b\n1^2\n'), { delimiter: '^' }],
  ['tilde', Buffer.from('a~b\n1~2\n'), { delimiter: '~' }],
  ['colon', Buffer.from('a:b\n1:2\n'), { delimiter: ':' }],
  ['semicolon with decimal commas', Buffer.from('a;b\n1,5;2,5\n3,5;4,5\n'), { delimiter: ';' }],
  ['comma with semicolons in names', Buffer.from('a,b\n"x;y",2\n"z;w;v",3\n'), { delimiter: ',' }],
  ['sep= line', Buffer.from('sep=|\na|b\n1|2\n'), { delimiter: '|', sepLine: true, header: ['a', 'b'] }],
  [
    'sep= line with CRLF and BOM',
    Buffer.from('\ufeffSEP=;\r\na;b\r\n1;2\r\n'),
    { delimiter: ';', sepLine: true, header: ['a', 'b'] },
  ],
  ['old Mac line ends', Buffer.from('a,b\r1,2\r3,4\r'), { lineEnd: 'CR', header: ['a', 'b'] }],
  ['no line end at the end', Buffer.from('a,b\n1,2'), { header: ['a', 'b'] }],
  ['blank lines before the header', Buffer.from('\n\na,b\n1,2\n'), { header: ['a', 'b'] }],
  ['spaces around names', Buffer.from(' a , b \n1,2\n'), { header: ['a', 'b'] }],
  ['quoted header', Buffer.from('"User, full","b ""x"""\n1,2\n'), { header: ['User, full', 'b "x"'] }],
  ['header with a line break', Buffer.from('"User\nname",b\n1,2\n'), { header: ['User\nname', 'b'] }],
  ['one column', Buffer.from('User\nana\nben\n'), { delimiter: ',', header: ['User'] }],
  ['header only', Buffer.from('a,b\n'), { header: ['a', 'b'] }],
  ['empty', Buffer.alloc(0), { header: [] }],
]

describe('the dialect of a file', () => {
  it.each(corpus)('is seen: %s', (_, bytes, truth) => {
    expect(detectDialect(textBytesOf(bytes), format).dialect).toMatchObject(truth)
  })

  it('keeps ids as text: leading zeros and long numbers', () => {
    expect(read(Buffer.from(rows.join('\n')), ';').map(({ fields }) => fields)).toEqual([
      ['User', 'Naïve name'],
      ['007', 'Zoë'],
      ['123456789012345678', 'a;b'],
    ])
  })

  it('holds to what the rules fix', () => {
    const fixed = detectDialect(textBytesOf(Buffer.from('a,b;c\n1,2;3\n')), {
      ...format,
      delimiter: ';',
      encoding: 'windows-1252',
      headerRow: 1,
    })
    expect(fixed.dialect).toMatchObject({ delimiter: ';', encoding: 'windows-1252', header: ['a,b', 'c'] })
  })

  it('finds a header below other lines', () => {
    expect(
      detectDialect(textBytesOf(Buffer.from('Report of June\na,b\n1,2\n')), {
        ...format,
        delimiter: ',',
        headerRow: 2,
      }),
    ).toMatchObject({ headerLine: 2, dialect: { header: ['a', 'b'] } })
  })
})

describe('records', () => {
  const cell = fc.oneof(fc.string({ maxLength: 8 }), fc.constantFrom('a"b', 'x,y', 'two\nlines', '', '"', '""', 'ü'))
  const quote = (text: string) => `"${text.replaceAll('"', '""')}"`

  it('are what csv-parse reads, wherever the chunks are cut', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 40 }),
        (table, chunk) => {
          const text = table
            .map((line) => line.map((value) => (/[",\r\n]/.test(value) ? quote(value) : value)).join(','))
            .join('\n')
          const bytes = Buffer.from(text)
          const oracle = parse(bytes, {
            relax_column_count: true,
            skip_empty_lines: true,
            record_delimiter: ['\n', '\r\n'],
          })
          const mine = read(bytes, ',', {}, chunk).map(({ fields }) => fields)
          expect(mine).toEqual(oracle)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('are the same wherever the chunks are cut, with broken quotes and any line ends too', () => {
    const piece = fc.constantFrom('a', 'bc', '"', '""', ' ', ',', ',', '\n', '\n', '\r', '\r\n', '"x"', '#', 'é')
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 40 }),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom<RecordFormat['lineEnds']>('LF', 'any'),
        fc.constantFrom(undefined, 1, 2, 3, 4),
        (pieces, chunk, lineEnds, width) => {
          const bytes = Buffer.from(pieces.join(''))
          const format = { lineEnds, width, comment: '#' }
          expect(read(bytes, ',', format, chunk)).toEqual(read(bytes, ',', format))
        },
      ),
      { numRuns: 3000 },
    )
  })

  it('cover every line of the file once, whatever its quotes', () => {
    const piece = fc.constantFrom('a', '"', '""', ',', ',', '\n', '\n', '"x"')
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), fc.integer({ min: 1, max: 4 }), (pieces, width) => {
        const bytes = Buffer.from(`${pieces.join('')}z\n`)
        let lines = 0
        const scanner = new RecordScanner({ delimiter: ',', lineEnds: 'LF', width }, (record) => {
          expect(record.line).toBe(lines + scanner.blankLines + 1)
          lines += record.lines
        })
        scanner.push(bytes)
        scanner.finish()
        expect(lines + scanner.blankLines).toBe(bytes.filter((byte) => byte === 0x0a).length)
      }),
      { numRuns: 3000 },
    )
  })

  it('are what csv-parse reads when carriage returns stand alone', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.constantFrom('a', 'b"c', 'd\re', 'f,g', ''), { minLength: 2, maxLength: 3 }), {
          minLength: 1,
          maxLength: 6,
        }),
        fc.array(fc.constantFrom('\r', '\n', '\r\n'), { minLength: 6, maxLength: 6 }),
        fc.integer({ min: 1, max: 9 }),
        (table, ends, chunk) => {
          const text = table
            .map((line, at) => line.map((value) => (/[",\r]/.test(value) ? quote(value) : value)).join(',') + ends[at])
            .join('')
          const oracle = parse(text, {
            relax_column_count: true,
            skip_empty_lines: true,
            record_delimiter: ['\n', '\r\n', '\r'],
          })
          expect(read(Buffer.from(text), ',', { lineEnds: 'any' }, chunk).map(({ fields }) => fields)).toEqual(oracle)
        },
      ),
      { numRuns: 500 },
    )
  })

  it('keep their physical line numbers across line breaks and blank lines', () => {
    expect(read(Buffer.from('a,b\n"x\ny\nz",1\n\nlast,2\n'), ',').map(({ line }) => line)).toEqual([1, 2, 6])
  })

  it('take a quote inside a field for what it is', () => {
    expect(read(Buffer.from('size,n\n5" pipe,1\nnext,2\n'), ',').map(({ fields }) => fields)).toEqual([
      ['size', 'n'],
      ['5" pipe', '1'],
      ['next', '2'],
    ])
  })

  it('do not let one open quote swallow the rest of the file', () => {
    const lines = ['"open,1', ...Array.from({ length: 5 }, (_, i) => `row${i},${i}`)]
    const records = read(Buffer.from(lines.join('\n')), ',')
    expect(records[0]?.fields).toHaveProperty('broken')
    expect(records.slice(1).map(({ fields }) => fields)).toEqual(lines.slice(1).map((line) => line.split(',')))
  })

  it('are broken, not guessed, when text follows a closing quote', () => {
    expect(read(Buffer.from('"a"b,c\n'), ',')[0]?.fields).toEqual({
      broken: 'field 1 has text after its closing quote',
    })
  })
})
