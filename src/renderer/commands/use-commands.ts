import { useEffect, useRef } from 'react'
import { type Command, isEnabled, type Registration, registerCommands } from './registry.ts'

/**
 * Registers commands while the component is mounted. Running a command always runs the handler of the latest render.
 * The list need not be memoized: it is registered again only if something that the palette shows has changed.
 */
export function useCommands(commands: readonly Command[]) {
  const latest = useRef(commands)
  const registration = useRef<Registration>(undefined)
  // Functions are not part of the key, so a new handler alone does not register again.
  const key = JSON.stringify(commands)
  useEffect(() => {
    latest.current = commands
  })
  useEffect(() => {
    const find = (id: string) => latest.current.find((command) => command.id === id)
    registration.current ??= registerCommands()
    registration.current.set(
      latest.current.map((command) => ({
        ...command,
        isEnabled: () => isEnabled(find(command.id) ?? command),
        run: () => find(command.id)?.run(),
      })),
    )
  }, [key])
  useEffect(
    () => () => {
      registration.current?.remove()
      registration.current = undefined
    },
    [],
  )
}
