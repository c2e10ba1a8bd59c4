import type { Import } from '../../../../contract/imports.ts'
import { encodingNames } from '../../../../contract/encodings.ts'
import { text } from '../text.ts'

type DialectFacts = NonNullable<Import['files'][number]['dialect']>

/** "UTF-8 with byte order mark · comma · CRLF" */
export function writtenAs(dialect: DialectFacts): string {
  const separator = (text.delimiters as Readonly<Record<string, string>>)[dialect.delimiter] ?? dialect.delimiter
  const delimiter = separator === '' ? 'fixed width' : separator
  return [
    encodingNames[dialect.encoding] + (dialect.byteOrderMark ? ` ${text.facts.bom}` : ''),
    delimiter + (dialect.sepLine ? ` (${text.facts.sep})` : ''),
    dialect.lineEnd === 'mixed' ? text.facts.mixedLineEnds : dialect.lineEnd,
  ].join(' · ')
}

/** The bytes that show whether the encoding is right, with the text that it makes of them. */
export function TellingBytes({ telling }: { telling: NonNullable<DialectFacts['telling']> }) {
  return (
    <>
      <p>{telling.text.replace(/\s+/g, ' ')}</p>
      <FirstBytes hex={telling.bytes} />
    </>
  )
}

/** The first bytes in hex and as text. */
export function FirstBytes({ hex }: { hex: string }) {
  const codes = hex.match(/../g)?.slice(0, 32) ?? []
  const rows = [codes.slice(0, 16), codes.slice(16)].filter((row) => row.length > 0)
  return (
    <span className="first-bytes mono">
      {rows.map((row) => (
        <span key={row.join('')}>
          <span>{row.join(' ')}</span>
          <span className="muted">{row.map(letter).join('')}</span>
        </span>
      ))}
    </span>
  )
}

const letter = (code: string): string => {
  const value = Number.parseInt(code, 16)
  return value >= 0x20 && value < 0x7f ? String.fromCharCode(value) : '·'
}
