import type { ReactNode } from 'react'
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import { cx } from './cx.ts'
import { Icon, type IconName } from './icon.tsx'
import { Kbd } from './kbd.tsx'
import './button.css'

export interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style'> {
  /** `primary`: once per decision area. `danger`: removes something. `quiet`: without a frame. */
  variant?: 'plain' | 'primary' | 'danger' | 'quiet'
  icon?: IconName
  /** Display only; the command registry handles the key. */
  shortcut?: string
  wide?: boolean
  children: ReactNode
}

export function Button({ variant = 'plain', icon, shortcut, wide, isPending, children, ...rest }: ButtonProps) {
  // React Aria announces its own pending state by reference to the button, which dangles once the button is gone. This
  // one also keeps the focus, and ignores presses.
  const waiting = isPending ? { onPress: () => undefined, type: 'button' as const, 'data-pending': true } : {}
  return (
    <AriaButton {...rest} {...waiting} className={cx('button', `button-${variant}`, wide && 'button-wide')}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
      {shortcut && <Kbd shortcut={shortcut} />}
    </AriaButton>
  )
}
