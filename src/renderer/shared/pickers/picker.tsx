import type { ReactNode } from 'react'
import { Label, ListBox, ListBoxItem } from 'react-aria-components'
import { SearchField } from '../../ui/search-field.tsx'
import { cx } from '../../ui/cx.ts'
import './picker.css'

export interface PickerProps<T> {
  /** What the choice is for; absent where a heading says it. */
  label?: string
  /** The name of the search field. */
  searchLabel: string
  /** The name of the list. */
  listLabel: string
  words: string
  onWords: (words: string) => void
  choices: readonly T[]
  chosen?: string | undefined
  onChoose: (choice: T | undefined) => void
  /** What stands in an empty list. */
  empty: string
  /** What tells one choice from another, after its name. */
  children: (choice: T) => ReactNode
  /** One line for each choice rather than two. */
  oneLine?: boolean
  /** Where it opened because somebody wants to type at once. */
  autoFocus?: boolean
}

/** Finds something by a few letters. */
export function Picker<T extends { readonly id: string; readonly name: string }>(props: PickerProps<T>) {
  const { choices, chosen, onChoose, oneLine, autoFocus = false } = props
  return (
    <div className="picker">
      {props.label && <Label className="field-label">{props.label}</Label>}
      <SearchField label={props.searchLabel} value={props.words} onChange={props.onWords} autoFocus={autoFocus} />
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
