import type { Change } from '../../../../contract/imports.ts'

/** The attributes that a change sets, takes away or alters; those that stay are not news. Blank is written as ''. */
export function differences({ before, after }: Pick<Change, 'before' | 'after'>) {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])
  return [...names]
    .map((name) => ({ name, before: before?.[name] ?? '', after: after?.[name] ?? '' }))
    .filter((attribute) => attribute.before !== attribute.after)
}
