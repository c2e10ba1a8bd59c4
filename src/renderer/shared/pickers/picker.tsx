import type { ReactNode } from 'react'
import { Label, ListBox, ListBoxItem } from 'react-aria-components'
import { SearchField } from '../../ui/search-field.tsx'
import { cx } from '../../ui/cx.ts'
import './picker.css'

export interface PickerProps<T> {
  /** Label of the choice; absent if a heading shows it. */
  label?: string
  /** Accessible name of the search field. */
  searchLabel: string
  /** Accessible name of the list. */
  listLabel: string
  searchText: string
  onSearchText: (searchText: string) => void
  choices: readonly T[]
  chosen?: string | undefined
  onChoose: (choice: T | undefined) => void
  /** Shown if there are no choices. */
  empty: string
  /** Renders a choice. */
  children: (choice: T) => ReactNode
  /** One line per choice instead of two. */
  oneLine?: boolean
  /** Focuses the search field when the picker appears. */
  autoFocus?: boolean
}

/** A search field with a list of matching choices. */
export function Picker<T extends { readonly id: string; readonly name: string }>(props: PickerProps<T>) {
  const { choices, chosen, onChoose, oneLine, autoFocus = false } = props
  return (
    <div className="stack-tight">
      {props.label && <Label className="field-label">{props.label}</Label>}
      <SearchField
        label={props.searchLabel}
        value={props.searchText}
        onChange={props.onSearchText}
        autoFocus={autoFocus}
      />
      <ListBox
        className="picker-choices"
        aria-label={props.listLabel}
        selectionMode="single"
        items={choices}
        selectedKeys={chosen === undefined ? [] : [chosen]}
        onSelectionChange={(keys) => onChoose(choices.find((choice) => keys !== 'all' && keys.has(choice.id)))}
        renderEmptyState={() => <span className="muted">{props.empty}</span>}
      >
        {(choice) => (
          <ListBoxItem className={cx('option', oneLine ? 'picker-line' : 'picker-option')} textValue={choice.name}>
            {props.children(choice)}
          </ListBoxItem>
        )}
      </ListBox>
    </div>
  )
}
