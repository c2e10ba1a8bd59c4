import type { ReactNode } from 'react'
import { Checkbox as AriaCheckbox, type CheckboxProps as AriaProps } from 'react-aria-components'
import { Icon } from './icon.tsx'
import './field.css'

export interface CheckboxProps extends Omit<AriaProps, 'children' | 'className' | 'style'> {
  children: ReactNode
}

export function Checkbox({ children, ...rest }: CheckboxProps) {
  return (
    <AriaCheckbox {...rest} className="checkbox">
      {({ isIndeterminate }) => (
        <>
          <span className="checkbox-box">
            <Icon name={isIndeterminate ? 'minus' : 'check'} />
          </span>
          <span>{children}</span>
        </>
      )}
    </AriaCheckbox>
  )
}
