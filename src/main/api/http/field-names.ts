import { segmentsOf } from '../../domain/shared/field-path.ts'

/**
 * From the domain's name of a field to the name in the body of an operation, as `people` → `userIds`. A `*` stands for a
 * position in a list. What follows a name keeps its place: `people` also renames `people.0`.
 */
export type FieldNames = Readonly<Record<string, string>>

/** The path of a field in the body of an operation, as segments. The most specific name counts. */
export function segmentsInBody(path: string, names: FieldNames): readonly string[] {
  const segments = segmentsOf(path)
  const [best] = Object.entries(names)
    .map(([from, to]) => ({ from: from.split('.'), to: to.split('.') }))
    .filter(({ from }) => from.every((name, i) => name === segments[i] || (name === '*' && segments[i] !== undefined)))
    .toSorted((a, b) => b.from.length - a.from.length)
  if (!best) return segments
  const positions = segments.filter((_, i) => best.from[i] === '*')
  const renamed = best.to.map((name) => (name === '*' ? (positions.shift() ?? name) : name))
  return [...renamed, ...segments.slice(best.from.length)]
}
