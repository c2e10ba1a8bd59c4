import { useEffect } from 'react'
import { type Command, registerCommands } from './registry.ts'

/** Registers a screen's commands while it is shown. Memoize the list: a new one is a new registration. */
export function useCommands(commands: readonly Command[]) {
  useEffect(() => registerCommands(commands), [commands])
}
