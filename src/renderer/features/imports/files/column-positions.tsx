import { useState } from 'react'
import type { FixedColumn } from '../../../../contract/file-layout.ts'
import { TextField } from '../../../ui/text-field.tsx'
import { text } from './findings-text.ts'

export interface ColumnPositionsProps {
  columns: readonly FixedColumn[]
  onChange: (columns: FixedColumn[]) => void
}

/** Where the columns of a fixed-width file begin and end. */
export function ColumnPositions({ columns, onChange }: ColumnPositionsProps) {
  const set = (at: number, change: Partial<FixedColumn>) =>
    onChange(columns.map((column, index) => (index === at ? { ...column, ...change } : column)))
  return (
    <fieldset className="stack-tight">
      <legend>{text.positions}</legend>
      <p className="muted">{text.positionsNote}</p>
      {columns.map(({ name, from, to }, at) => (
        <div key={name} className="rules-fields">
          <Position label={text.positionFrom(name)} value={from} onChange={(value) => set(at, { from: value })} />
          <Position label={text.positionTo(name)} value={to} least={1} onChange={(value) => set(at, { to: value })} />
        </div>
      ))}
    </fieldset>
  )
}

interface PositionProps {
  label: string
  value: number
  least?: number
  onChange: (value: number) => void
}

/** A whole number. Each change reads the file again, so it is taken when the field is left. */
function Position({ label, value, least = 0, onChange }: PositionProps) {
  const [typed, setTyped] = useState<string>()
  const shown = typed ?? String(value)
  const isRight = /^\d{1,4}$/.test(shown) && Number(shown) >= least
  return (
    <TextField
      label={label}
      inputMode="numeric"
      value={shown}
      error={isRight ? undefined : text.positionWrong}
      onChange={setTyped}
      onBlur={() => {
        if (isRight && Number(shown) !== value) onChange(Number(shown))
        setTyped(undefined)
      }}
      autoComplete="off"
    />
  )
}
