import { useMemo, useState } from 'react'
import type { Command } from '../../../commands/registry.ts'
import { useCommands } from '../../../commands/use-commands.ts'
import { text } from '../text.ts'

interface DecisionHandlers {
  apply: (() => void) | undefined
  undo: (() => void) | undefined
  cancel: (() => void) | undefined
  undoTitle: string
}

/** Offers the decisions on an import by key and in the palette; one that is not possible now is undefined. */
export function useDecisionCommands({ apply, undo, cancel, undoTitle }: DecisionHandlers) {
  const commands: readonly Command[] = [
    {
      id: 'imports.apply',
      title: text.apply,
      group: 'Review',
      shortcut: 'a',
      icon: 'check',
      when: () => apply !== undefined,
      run: () => apply?.(),
    },
    {
      id: 'imports.undo',
      title: undoTitle,
      group: 'Review',
      shortcut: 'u',
      icon: 'undo',
      when: () => undo !== undefined,
      run: () => undo?.(),
    },
    {
      id: 'imports.cancel',
      title: text.cancel,
      group: 'Review',
      icon: 'close',
      when: () => cancel !== undefined,
      run: () => cancel?.(),
    },
  ]
  useLatestCommands(commands)
}

/** Registers commands once and runs the handlers of the latest render. */
function useLatestCommands(commands: readonly Command[]) {
  const [latest] = useState(() => ({ commands }))
  latest.commands = commands
  const stable = useMemo(
    () =>
      commands.map((command, at) => ({
        ...command,
        when: () => latest.commands[at]?.when?.() ?? true,
        run: () => latest.commands[at]?.run(),
      })),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- a registration only shows the titles
    [commands.map((command) => command.title).join()],
  )
  useCommands(stable)
}
