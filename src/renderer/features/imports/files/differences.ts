import type { Change } from '../../../../contract/imports.ts'

/** The attributes that a change adds, removes or alters. A missing value is ''. */
export function differences({ before, after }: Pick<Change, 'before' | 'after'>) {
  const names = new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])
  return [...names]
    .map((name) => ({ name, before: before?.[name] ?? '', after: after?.[name] ?? '' }))
    .filter((attribute) => attribute.before !== attribute.after)
}
