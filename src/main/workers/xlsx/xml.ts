import { SaxesParser, type SaxesTagPlain } from 'saxes'
import { WorkbookRefused } from './gate.ts'
import type { TakeBytes } from './zip.ts'

/** What a reader of XML hears of. Names come without their namespace prefix, which each writer chooses as it likes. */
interface XmlEvents {
  readonly open?: (name: string, attributes: Readonly<Record<string, string>>) => void
  readonly close?: (name: string) => void
  readonly text?: (text: string) => void
}

/** An XML reader that is fed chunks of bytes. @throws WorkbookRefused for what is no XML, and for document types */
export function xmlReader(on: XmlEvents): TakeBytes {
  const parser = new SaxesParser()
  let decoder: InstanceType<typeof TextDecoder> | undefined
  parser.on('error', (error) => {
    throw new WorkbookRefused(`A part of it is not well-formed: ${error.message}`)
  })
  parser.on('doctype', () => {
    throw new WorkbookRefused('A part of it holds a document type, which no workbook needs.')
  })
  const { open, close, text } = on
  if (open) parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => open(localName(name), attributes))
  if (close) parser.on('closetag', ({ name }) => close(localName(name)))
  if (text) {
    parser.on('text', text)
    parser.on('cdata', text)
  }
  return (chunk, last) => {
    decoder ??= new TextDecoder(encodingOf(chunk), { fatal: true })
    parser.write(decode(decoder, chunk, last))
    if (last) parser.close()
  }
}

function decode(decoder: InstanceType<typeof TextDecoder>, chunk: Uint8Array, last: boolean): string {
  try {
    return decoder.decode(chunk, { stream: !last })
  } catch {
    throw new WorkbookRefused('A part of it holds bytes that are no letters of its encoding.')
  }
}

/** XML may be UTF-16, and says so with its first bytes. */
function encodingOf([a, b]: Uint8Array): string {
  if (a === 0xff && b === 0xfe) return 'utf-16le'
  return a === 0xfe && b === 0xff ? 'utf-16be' : 'utf-8'
}

const localName = (name: string): string => name.slice(name.indexOf(':') + 1)

/** An attribute by its local name. @returns undefined when it is not there */
export const attributeOf = (attributes: Readonly<Record<string, string>>, name: string): string | undefined =>
  attributes[name] ?? Object.entries(attributes).find(([key]) => key.endsWith(`:${name}`))?.[1]

/** XML can't hold control characters, so Office writes them as `_x000D_`, and an underscore before such text as `_x005F_`. */
export const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text
