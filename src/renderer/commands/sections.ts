import type { Ranked } from './rank.ts'
import type { Command } from './registry.ts'
import { text } from './text.ts'

export interface Section {
  title: string
  entries: (Ranked<Command> & { index: number })[]
}

/** Groups ranked commands. A group ranks as its best entry does. */
export function sections(query: string, ranked: readonly Ranked<Command>[], recent: readonly string[]): Section[] {
  const groups = new Map<string, Ranked<Command>[]>()
  for (const rankedCommand of ranked) {
    const title = query.trim() === '' && recent.includes(rankedCommand.item.id) ? text.recent : rankedCommand.item.group
    groups.set(title, [...(groups.get(title) ?? []), rankedCommand])
  }
  let index = -1
  return [...groups].map(([title, entries]) => ({
    title,
    entries: entries.map((entry) => {
      index += 1
      return { ...entry, index }
    }),
  }))
}
