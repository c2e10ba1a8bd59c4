import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import { cx } from './cx.ts'
import { Icon, type IconName } from './icon.tsx'
import { Kbd } from './kbd.tsx'
import './button.css'

export interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style'> {
  /** `primary` once per decision area; `danger` for what takes away; `quiet` where a frame would shout. */
  variant?: 'plain' | 'primary' | 'danger' | 'quiet'
  icon?: IconName
  /** Shown on the button; the command registry is what listens. */
  shortcut?: string
  wide?: boolean
  children: ReactNode
}

export function Button({ variant = 'plain', icon, shortcut, wide, isPending, children, ...rest }: ButtonProps) {
  // React Aria's own pending state announces the button by reference, which dangles once the button has gone. Ours keeps
  // the focus as well, and lets presses pass unheard.
  const waiting = isPending ? { onPress: () => undefined, type: 'button' as const, 'data-pending': true } : {}
  return (
    <AriaButton {...rest} {...waiting} className={cx('button', `button-${variant}`, wide && 'button-wide')}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
      {shortcut && <Kbd shortcut={shortcut} />}
    </AriaButton>
  )
}
