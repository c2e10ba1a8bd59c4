import { useRef, useState } from 'react'
import type { PrincipalRef } from '../../../contract/catalogue.ts'
import { PrincipalPicker } from './principal-picker.tsx'
import { Button } from '../../ui/button.tsx'
import './principal-field.css'

const text = {
  choose: 'Choose…',
  other: 'Choose somebody else…',
  leave: 'Leave it so',
  chooseFor: (label: string) => `${label}: choose`,
}

export interface PrincipalFieldProps {
  label: string
  value: PrincipalRef | undefined
  onChange: (value: PrincipalRef | undefined) => void
  kind?: 'person' | 'role'
  /** What it means when nobody is chosen. */
  nobody: string
  /** What takes the choice away; without it there is always somebody. */
  clear?: string
  note?: string
}

/** Who it is, in one line; the search opens where somebody is to be chosen. */
export function PrincipalField({ label, value, onChange, kind, nobody, clear, note }: PrincipalFieldProps) {
  const [choosing, setChoosing] = useState(false)
  const group = useRef<HTMLDivElement>(null)
  const close = () => {
    setChoosing(false)
    // The search has gone, and the focus with it: it goes on where it began.
    requestAnimationFrame(() => group.current?.querySelector('button')?.focus())
  }
  return (
    <div role="group" aria-label={label} className="principal-field" ref={group}>
      <span className="field-label">{label}</span>
      <div className="principal-now">
        <span className={value ? 'truncate' : 'muted'} title={value?.name}>
          {value?.name ?? nobody}
        </span>
        {choosing ? (
          <Button onPress={close}>{text.leave}</Button>
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
