import { ChainEditor } from '../../shared/pickers/chain-editor.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import type { ChainDraft } from './item-draft.ts'
import { text } from './text.ts'

const chainText = text.chainField

export interface ChainFieldProps {
  label: string
  modes: Readonly<Record<ChainDraft['mode'], string>>
  notes: Readonly<Record<'default' | 'nobody', string>>
  value: ChainDraft
  onChange: (value: ChainDraft) => void
}

/** Chooses between default approvers, own approvers and no approval. Own approvers survive a switch to another mode. */
export function ChainField({ label, modes, notes, value, onChange }: ChainFieldProps) {
  const isEmpty = value.levels.length === 0
  return (
    <div role="group" aria-label={label} className="stack-tight chain-field">
      <span className="field-label">{label}</span>
      <FilterBar<ChainDraft['mode']>
        label={label}
        entries={(['default', 'own', 'nobody'] as const).map((id) => ({ id, title: modes[id] }))}
        selected={value.mode}
        onSelect={(mode) => onChange({ ...value, mode })}
      />
      {value.mode === 'own' ? (
        <>
          <ChainEditor
            label={chainText.levels}
            value={value.levels}
            onChange={(levels) => onChange({ ...value, levels })}
          />
          {isEmpty && <p className="field-error">{chainText.empty}</p>}
        </>
      ) : (
        <p className="field-note">{notes[value.mode]}</p>
      )}
    </div>
  )
}
