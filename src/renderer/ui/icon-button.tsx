import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components'
import { Icon, type IconName } from './icon.tsx'
import { Hint } from './hint.tsx'
import './button.css'

export interface IconButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style' | 'aria-label'> {
  icon: IconName
  /** Accessible name, also shown as a tooltip on hover and focus. */
  label: string
  shortcut?: string
}

export function IconButton({ icon, label, shortcut, ...rest }: IconButtonProps) {
  return (
    <Hint text={label} shortcut={shortcut}>
      <AriaButton {...rest} aria-label={label} className="icon-button">
        <Icon name={icon} />
      </AriaButton>
    </Hint>
  )
}
