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

export function Button({ variant = 'plain', icon, shortcut, wide, children, ...rest }: ButtonProps) {
  return (
    <AriaButton {...rest} className={cx('button', `button-${variant}`, wide && 'button-wide')}>
      {icon && <Icon name={icon} />}
      <span>{children}</span>
      {shortcut && <Kbd shortcut={shortcut} />}
    </AriaButton>
  )
}
