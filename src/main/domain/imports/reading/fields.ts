/** A record that can't be split into fields: why, in words. */
interface BrokenRecord {
  readonly broken: string
}

/**
 * The fields of one record. Quotes open only at the start of a field and are doubled to stand for themselves; text after
 * a closing quote has no agreed meaning, so such a record is broken rather than guessed.
 */
export function splitFields(text: string, delimiter: string, quoted: boolean): string[] | BrokenRecord {
  return quoted ? splitQuoted(text, delimiter) : text.split(delimiter)
}

function splitQuoted(text: string, delimiter: string): string[] | BrokenRecord {
  const fields: string[] = []
  let at = 0
  for (;;) {
    if (text.charCodeAt(at) === 0x22) {
      let close = text.indexOf('"', at + 1)
      let doubled = false
      while (close !== -1 && text.charCodeAt(close + 1) === 0x22) {
        doubled = true
        close = text.indexOf('"', close + 2)
      }
      if (close === -1) return { broken: `field ${fields.length + 1} opens a quote that is never closed` }
      const value = text.slice(at + 1, close)
      fields.push(doubled ? value.replaceAll('""', '"') : value)
      if (close + 1 === text.length) return fields
      if (text[close + 1] !== delimiter) return { broken: `field ${fields.length} has text after its closing quote` }
      at = close + 2
    } else {
      const end = text.indexOf(delimiter, at)
      fields.push(end === -1 ? text.slice(at) : text.slice(at, end))
      if (end === -1) return fields
      at = end + 1
    }
  }
}
