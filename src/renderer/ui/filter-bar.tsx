import { ToggleButton, ToggleButtonGroup } from 'react-aria-components'
import { number } from './format.ts'
import { Sign } from './badge.tsx'
import type { Tone } from './tone.ts'
import './filter-bar.css'

interface FilterEntry<K extends string> {
  id: K
  title: string
  count?: number
  tone?: Tone
}

export interface FilterBarProps<K extends string> {
  label: string
  entries: readonly FilterEntry<K>[]
  selected: K
  onSelect: (id: K) => void
}

/** Filters, one at a time, each with its count. */
export function FilterBar<K extends string>({ label, entries, selected, onSelect }: FilterBarProps<K>) {
  return (
    <ToggleButtonGroup
      className="filters"
      aria-label={label}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[selected]}
      onSelectionChange={(keys) => {
        const [key] = keys
        if (key !== undefined) onSelect(key as K)
      }}
    >
      {entries.map((entry) => (
        <ToggleButton key={entry.id} id={entry.id} className="filter">
          {entry.tone && <Sign tone={entry.tone} />}
          {entry.title}
          {entry.count !== undefined && <span className="filter-count number">{number(entry.count)}</span>}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  )
}
