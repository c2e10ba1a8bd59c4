import { createHash } from 'node:crypto'
import { canonical, type Json } from '../shared/canonical-json.ts'

const longest = 200

/** A long text or structure is replaced by its SHA-256. */
const short = (value: Json): Json => {
  const text = canonical(value)
  return text.length <= longest ? value : `sha256:${createHash('sha256').update(text).digest('hex')}`
}

/** One thing that was changed: an alias, so that it fits the details of an entry. */
export type Difference = { readonly what: string; readonly from: Json; readonly to: Json }

type Fields = Readonly<Record<string, Json | undefined>>

/** What differs between two states of something that is kept, by name, for the details of an entry. */
export function differences(before: Fields, after: Fields): Difference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()
  return names.flatMap((what) => {
    const [from, to] = [before[what] ?? null, after[what] ?? null]
    return canonical(from) === canonical(to) ? [] : [{ what, from: short(from), to: short(to) }]
  })
}
