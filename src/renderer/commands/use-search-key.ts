import { useMemo, useRef } from 'react'
import type { Command } from './registry.ts'
import { useCommands } from './use-commands.ts'

/** Makes `/` focus the search field of the current list. */
export function useSearchKey(title: string) {
  const input = useRef<HTMLInputElement>(null)
  const commands = useMemo<readonly Command[]>(
    () => [
      {
        id: 'list.search',
        title,
        group: 'Actions',
        shortcut: '/',
        icon: 'search',
        run: () => input.current?.focus(),
      },
    ],
    [title],
  )
  useCommands(commands)
  return input
}
