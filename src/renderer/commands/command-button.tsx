import { useQueryClient } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import type { FeatureAction } from '../shared/navigation/feature.ts'
import { useIsPermitted } from '../shared/hooks/use-is-permitted.ts'
import { Button, type ButtonProps } from '../ui/button.tsx'
import type { IconName } from '../ui/icon.tsx'
import { IconButton, type IconButtonProps } from '../ui/icon-button.tsx'
import type { MenuEntry } from '../ui/menu.tsx'
import { type Command, isEnabled } from './registry.ts'

type ButtonOf<Props> = Omit<Props, 'children' | 'label' | 'icon' | 'shortcut' | 'isDisabled' | 'onPress'>

interface CommandButtonProps extends ButtonOf<ButtonProps> {
  command: Command
  icon?: IconName
  /** Shown instead of the title of the command. */
  children?: ReactNode
}

/** A button for a command: the command supplies title, shortcut and handler, and decides whether it is enabled. */
export function CommandButton({ command, children, ...rest }: CommandButtonProps) {
  return (
    <Button
      {...rest}
      {...(command.shortcut !== undefined && { shortcut: command.shortcut })}
      // A pending button is not disabled, so that it keeps the focus.
      isDisabled={!rest.isPending && !isEnabled(command)}
      onPress={() => command.run()}
    >
      {children ?? command.title}
    </Button>
  )
}

export type IconCommand = Command & { readonly icon: IconName }

interface CommandIconButtonProps extends ButtonOf<IconButtonProps> {
  command: IconCommand
}

/** The same, with only the icon of the command. */
export function CommandIconButton({ command, ...rest }: CommandIconButtonProps) {
  return (
    <IconButton
      {...rest}
      {...(command.shortcut !== undefined && { shortcut: command.shortcut })}
      icon={command.icon}
      label={command.title}
      isDisabled={!isEnabled(command)}
      onPress={() => command.run()}
    />
  )
}

/** A menu entry for a command. */
export const menuEntryOf = (command: Command): MenuEntry => ({
  id: command.id,
  title: command.title,
  ...(command.shortcut !== undefined && { shortcut: command.shortcut }),
  disabled: !isEnabled(command),
  run: command.run,
})

interface ActionButtonProps extends ButtonOf<ButtonProps> {
  action: FeatureAction
  icon?: IconName
  children?: ReactNode
}

/** A button for an action of a feature. Users without its permission do not see it. */
export function ActionButton({ action, children, isPending = false, ...rest }: ActionButtonProps) {
  const queries = useQueryClient()
  const canRun = useIsPermitted(action.scope)
  const [isRunning, setRunning] = useState(false)
  if (!canRun) return null
  const run = () => {
    const running = action.run(queries)
    if (!(running instanceof Promise)) return
    setRunning(true)
    void running.finally(() => setRunning(false))
  }
  return (
    <Button {...rest} isPending={isPending || isRunning} onPress={run}>
      {children ?? action.title}
    </Button>
  )
}
