import type { NameTransform } from '../../../../contract/applications.ts'

/**
 * Takes the name of an account or a person out of the form in which a system writes it. What is not in that form is left
 * as it is: a rule for `DOMAIN\name` does nothing to a name without a domain.
 */
export function transformed(text: string, transforms: readonly NameTransform[]): string {
  let name = text
  for (const transform of transforms) name = ways[transform](name).trim() || name
  return name
}

const ways: Readonly<Record<NameTransform, (text: string) => string>> = {
  'without-domain': (text) => text.slice(text.lastIndexOf('\\') + 1),
  'before-at': (text) => (text.indexOf('@') > 0 ? text.slice(0, text.indexOf('@')) : text),
  'common-name': (text) => unescaped(/^cn=((?:\\.|[^,+\\])*)/i.exec(text)?.[1] ?? text),
  'first-last': (text) => {
    const [last = '', first, ...rest] = text.split(',')
    return first === undefined || rest.length > 0 ? text : `${first.trim()} ${last.trim()}`
  },
  'lower-case': (text) => text.toLowerCase(),
  'visible-only': (text) => text.normalize('NFC').replace(invisible, '').replace(/\s+/g, ' '),
}

/** Characters that nobody sees. */
const invisible = /[\u00ad\u200b-\u200f\u2060\ufeff]/g

/** Of a distinguished name: `\,` and `\2C` are a comma. */
const unescaped = (text: string): string =>
  text.replace(/\\([0-9a-f]{2}|.)/gi, (_, code: string) =>
    code.length === 2 ? String.fromCharCode(Number.parseInt(code, 16)) : code,
  )
