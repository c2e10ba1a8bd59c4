import { useEffect } from 'react'
import { type Command, registerCommands } from './registry.ts'

/** Registers commands while the component is mounted. Memoize the list: each new list registers again. */
export function useCommands(commands: readonly Command[]) {
  useEffect(() => registerCommands(commands), [commands])
}
