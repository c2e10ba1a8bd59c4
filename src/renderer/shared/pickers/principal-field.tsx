import { useRef, useState } from 'react'
import type { PrincipalRef } from '../../../contract/catalogue.ts'
import { PrincipalPicker } from './principal-picker.tsx'
import { Button } from '../../ui/button.tsx'
import './principal-field.css'

const text = {
  choose: 'Select…',
  other: 'Change…',
  cancel: 'Cancel',
  chooseFor: (label: string) => `${label}: select`,
}

export interface PrincipalFieldProps {
  label: string
  value: PrincipalRef | undefined
  onChange: (value: PrincipalRef | undefined) => void
  kind?: 'person' | 'role'
  /** Shown if nobody is chosen. */
  emptyText: string
  /** Label of the button that clears the choice; absent if one is required. */
  clear?: string
  note?: string
}

/** Shows the chosen person or role in one line. A button opens the search. */
export function PrincipalField({ label, value, onChange, kind, emptyText, clear, note }: PrincipalFieldProps) {
  const [choosing, setChoosing] = useState(false)
  const group = useRef<HTMLDivElement>(null)
  const close = () => {
    setChoosing(false)
    // The search field disappears with its focus, so the focus returns to the button that opened it.
    requestAnimationFrame(() => group.current?.querySelector('button')?.focus())
  }
  return (
    <div role="group" aria-label={label} className="stack-dense principal-field" ref={group}>
      <span className="field-label">{label}</span>
      <div className="chosen-value">
        <span className={value ? 'truncate' : 'muted'} title={value?.name}>
          {value?.name ?? emptyText}
        </span>
        {choosing ? (
          <Button onPress={close}>{text.cancel}</Button>
        ) : (
          <Button aria-label={text.chooseFor(label)} onPress={() => setChoosing(true)}>
            {value ? text.other : text.choose}
          </Button>
        )}
        {value && clear && !choosing && <Button onPress={() => onChange(undefined)}>{clear}</Button>}
      </div>
      {choosing && (
        <PrincipalPicker
          autoFocus
          {...(kind && { kind })}
          chosen={value}
          onChoose={(principal) => {
            if (principal) onChange(principal)
            close()
          }}
        />
      )}
      {note && <p className="field-note">{note}</p>}
    </div>
  )
}
