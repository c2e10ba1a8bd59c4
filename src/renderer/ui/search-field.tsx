import type { Ref } from 'react'
import {
  Button,
  Input,
  SearchField as AriaSearchField,
  type SearchFieldProps as AriaProps,
} from 'react-aria-components'
import { Icon } from './icon.tsx'
import { Kbd } from './kbd.tsx'
import { text } from './text.ts'
import './field.css'

export interface SearchFieldProps extends Omit<AriaProps, 'children' | 'className' | 'style' | 'aria-label'> {
  label: string
  placeholder?: string
  shortcut?: string
  inputRef?: Ref<HTMLInputElement>
}

export function SearchField({ label, placeholder = label, shortcut, inputRef, ...rest }: SearchFieldProps) {
  return (
    <AriaSearchField {...rest} aria-label={label} className="search">
      <Icon name="search" />
      <Input className="input" placeholder={placeholder} {...(inputRef && { ref: inputRef })} />
      {shortcut && <Kbd shortcut={shortcut} />}
      <Button className="search-clear" aria-label={text.clear}>
        <Icon name="close" />
      </Button>
    </AriaSearchField>
  )
}
