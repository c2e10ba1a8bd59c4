import { Button, Label, ListBox, ListBoxItem, Popover, Select as AriaSelect, SelectValue } from 'react-aria-components'
import { Icon } from './icon.tsx'
import './button.css'
import './field.css'

export interface SelectProps<V extends string> {
  label: string
  /** Shows the label to screen readers only. */
  hideLabel?: boolean
  value: V
  options: readonly { readonly value: V; readonly title: string }[]
  onChange: (value: V) => void
  isDisabled?: boolean
}

export function Select<V extends string>({
  label,
  hideLabel,
  value,
  options,
  onChange,
  isDisabled = false,
}: SelectProps<V>) {
  return (
    <AriaSelect className="field" value={value} onChange={(key) => onChange(key as V)} isDisabled={isDisabled}>
      <Label className={hideLabel ? 'visually-hidden' : 'field-label'}>{label}</Label>
      <Button className="button button-plain select-button">
        <SelectValue className="truncate" />
        <Icon name="chevron-down" />
      </Button>
      <Popover className="popover" offset={4}>
        <ListBox className="options" items={options.map((option) => ({ id: option.value, title: option.title }))}>
          {(option) => (
            <ListBoxItem className="option" textValue={option.title}>
              {({ isSelected }) => (
                <>
                  <span>{option.title}</span>
                  {isSelected && <Icon name="check" />}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  )
}
