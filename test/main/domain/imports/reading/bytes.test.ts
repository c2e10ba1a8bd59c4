import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Encoding, FileFormat } from '../../../../../src/contract/applications.ts'
import { ByteScan, scanBytes } from '../../../../../src/main/domain/imports/reading/bytes.ts'
import { detectEncoding, textBytes, utf8Chunks } from '../../../../../src/main/domain/imports/reading/encoding.ts'
import { chooseEncoding, encodingProblem } from '../../../../../src/main/domain/imports/reading/misfit.ts'
import { firstInvalidUtf8 } from '../../../../../src/main/domain/imports/reading/utf8.ts'

let dir: string
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'castellan-bytes-'))
})
afterEach(() => rmSync(dir, { recursive: true, force: true }))

/** Writes a file and says why it can't be read, or what its text is. */
function readAs(bytes: Buffer, encoding: Encoding | 'auto' = 'auto') {
  const path = join(dir, 'extract')
  writeFileSync(path, bytes)
  const text = textBytes(path)
  const format = FileFormat.parse({ encoding })
  const problem = encodingProblem(text, format, { path, name: 'core.csv' })
  const chosen = chooseEncoding(text, format)
  return problem
    ? { problem }
    : {
        encoding: chosen.encoding,
        text: Buffer.concat(Array.from(utf8Chunks(path, chosen), (chunk) => Buffer.from(chunk))).toString(),
      }
}

const header = 'User,Name\n'
const rows = (count: number) => Array.from({ length: count }, (_, i) => `user${i},Name ${i}\n`).join('')

describe('bytes are read whole', () => {
  it('sees a Windows-1252 letter far behind the sample', () => {
    const bytes = Buffer.from(`${header}${rows(100_000)}müllera,Zoë Müller\n`, 'latin1')
    expect(bytes.length).toBeGreaterThan(1024 * 1024)
    const read = readAs(bytes)
    expect(read.encoding).toBe('windows-1252')
    expect(read.text).toMatch(/müllera,Zoë Müller\n$/)
  })

  it('refuses a late byte when the rules say UTF-8, and names its line', () => {
    const ahead = `${header}${rows(60_000)}`
    const { problem } = readAs(
      Buffer.concat([Buffer.from(`${ahead}m`), Buffer.from([0xfc]), Buffer.from('ller,x\n')]),
      'utf-8',
    )
    expect(problem).toMatchObject({
      line: 60_002,
      message: expect.stringContaining(`byte ${ahead.length + 2}`) as string,
    })
  })

  it('refuses what breaks the promise of its byte order mark', () => {
    const { problem } = readAs(Buffer.concat([Buffer.from('\ufeffUser\na'), Buffer.from([0xe9, 0x0a])]))
    expect(problem).toMatchObject({ line: 2, remedy: expect.stringContaining('byte order mark') as string })
  })

  it('refuses rules that contradict the byte order mark', () => {
    expect(readAs(Buffer.from('\ufeffUser\n', 'utf16le'), 'windows-1252').problem?.message).toContain('UTF-16 LE')
  })

  it.each([
    ['half a pair in the middle', Buffer.from('\ufeffUser\nAda\ud83d Bell\n', 'utf16le'), 2],
    ['half a pair at the end', Buffer.from('\ufeffUser\nAda\ud83d', 'utf16le'), 2],
    ['the second half alone', Buffer.from('\ufeffUser\n\nAda\udc00', 'utf16le'), 3],
    ['an odd byte at the end', Buffer.concat([Buffer.from('\ufeffUser\nAda\n', 'utf16le'), Buffer.from([65])]), 3],
  ])('refuses UTF-16 with %s', (_, bytes, line) => {
    expect(readAs(bytes).problem).toMatchObject({ line })
  })

  it('reads whole pairs of UTF-16', () => {
    expect(readAs(Buffer.from('\ufeffUser\n😀\n', 'utf16le')).text).toBe('User\n😀\n')
  })

  it('refuses what is no text', () => {
    expect(readAs(Buffer.from(Array.from({ length: 600 }, (_, i) => i % 23))).problem?.message).toContain('not text')
  })

  it.each([
    ['windows-1250', 'a3756b61737a20576f9f6e69616b', 'Łukasz Woźniak'],
    ['windows-1254', '47fc6cfe61682049fefd6b', 'Gülşah Işık'],
    ['cp850', '4a947267204d816c6c6572', 'Jörg Müller'],
    ['cp437', '4a9472672089', 'Jörg ë'],
    ['cp852', '88756b61737a', 'łukasz'],
    ['iso-8859-2', 'a3f3647a', 'Łódz'],
    ['iso-8859-15', 'a4', '€'],
    ['mac-roman', '4a9a7267', 'Jörg'],
  ] as const)('reads %s when it is chosen', (encoding, hex, text) => {
    expect(readAs(Buffer.from(hex, 'hex'), encoding)).toEqual({ encoding, text })
  })

  it('refuses a byte that means nothing in the chosen code page', () => {
    expect(readAs(Buffer.from([0x55, 0x0a, 0x81]), 'windows-1250').problem).toMatchObject({ line: 2 })
  })

  it('knows how to read every encoding that the contract offers', () => {
    for (const encoding of Encoding.options) {
      const ascii = encoding.startsWith('utf-16') ? Buffer.from('User', 'utf16le') : Buffer.from('User')
      expect(readAs(encoding === 'utf-16be' ? ascii.swap16() : ascii, encoding)).toEqual({ encoding, text: 'User' })
    }
  })

  it('never puts a replacement character into the data, whatever the bytes and the rules', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 60 }),
        fc.constantFrom('auto' as const, ...Encoding.options),
        (bytes, encoding) => {
          // A file may hold the character itself; that row is set aside later.
          fc.pre(!Buffer.from(bytes).includes(Buffer.from('\ufffd')))
          fc.pre(!Buffer.from(bytes).includes(Buffer.from('\ufffd', 'utf16le')))
          fc.pre(!Buffer.from(bytes).includes(Buffer.from('\ufffd', 'utf16le').swap16()))
          const read = readAs(Buffer.from(bytes), encoding)
          expect(read.problem ?? read.text).not.toEqual(expect.stringContaining('\ufffd'))
        },
      ),
      { numRuns: 400 },
    )
  })
})

describe('the facts of a file', () => {
  const piece = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 6 }).map((text) => Buffer.from(text)),
    fc.uint8Array({ maxLength: 3 }).map((bytes) => Buffer.from(bytes)),
    fc.constantFrom('\r', '\r\n', '\n', 'abc', '\0').map((text) => Buffer.from(text)),
  )

  it('are the same wherever the chunks are cut', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), fc.integer({ min: 1, max: 9 }), (pieces, size) => {
        const bytes = Buffer.concat(pieces)
        const scan = new ByteScan()
        for (let at = 0; at < bytes.length; at += size) scan.push(bytes.subarray(at, at + size))
        const text = bytes.toString('latin1')
        expect(scan.finish()).toEqual(scanBytes(bytes))
        const invalid = firstInvalidUtf8(bytes)
        expect(scanBytes(bytes)).toEqual({
          size: bytes.length,
          notUtf8At: invalid === bytes.length ? null : invalid,
          notAsciiAt: /[\x80-\xff]/.exec(text)?.index ?? null,
          // oxlint-disable-next-line no-control-regex -- that is what is asked
          mayHoldControls: /[\0-\x08\x0b\x0c\x0e-\x1f\xc2]/.test(text),
          mayHoldWrapped: /[='']/.test(text),
          endsWithLine: /[\r\n]\0?$/.test(text),
          hasNul: text.includes('\0'),
          hasLoneReturn: /\r(?!\n)/.test(text),
        })
      }),
      { numRuns: 2000 },
    )
  })

  it('agree with the decoder on what is UTF-8', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const bytes = Buffer.concat(pieces)
        const decodes = () => new TextDecoder('utf-8', { fatal: true }).decode(bytes)
        if (scanBytes(bytes).notUtf8At === null) expect(decodes).not.toThrow()
        else expect(decodes).toThrow()
      }),
      { numRuns: 2000 },
    )
  })

  it('say UTF-8 only of a file that is UTF-8 to its end', () => {
    const bytes = Buffer.from('User\nZoë')
    expect(detectEncoding({ sample: bytes, facts: scanBytes(bytes) }).encoding).toBe('utf-8')
    const cut = bytes.subarray(0, -1)
    expect(detectEncoding({ sample: cut, facts: scanBytes(cut) }).encoding).toBe('windows-1252')
  })
})
