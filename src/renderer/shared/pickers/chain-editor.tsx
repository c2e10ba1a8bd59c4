import { useRef, useState } from 'react'
import type { z } from 'zod'
import type { ChainWord } from '../../../contract/catalogue.ts'
import { PrincipalPicker } from './principal-picker.tsx'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import './chain-editor.css'

type Level = z.infer<typeof ChainWord>

const text = {
  relative: {
    manager: 'the manager',
    entitlementOwner: 'the item owner',
    self: 'the recipient',
  } as Readonly<Record<string, string>>,
  levels: 'Approval levels',
  none: 'No approvers.',
  add: 'Add level',
  byName: 'Person or role…',
  who: 'Approver of this level',
  remove: (name: string) => `Remove ${name}`,
  moveUp: (name: string) => `Move ${name} up`,
}

/**
 * Relative approvers are named by their role: the person they stand for differs by request and may change before
 * saving.
 */
const levelName = ({ word, meaning }: Level): string => text.relative[word] ?? meaning?.name ?? word

export interface ChainEditorProps {
  label: string
  note?: string
  value: readonly Level[]
  onChange: (value: readonly Level[]) => void
  isDisabled?: boolean
}

/** Edits an approval chain level by level: the manager, the owner, a person or a role. */
export function ChainEditor({ label, note, value, onChange, isDisabled = false }: ChainEditorProps) {
  const [isChoosing, setChoosing] = useState(false)
  const group = useRef<HTMLDivElement>(null)
  /**
   * The pressed button may disappear with the change; the focus then moves to the first of these selectors that exists.
   */
  const change = (next: readonly Level[], ...focus: readonly string[]) => {
    setChoosing(false)
    onChange(next)
    requestAnimationFrame(() => {
      const target = focus.map((selector) => group.current?.querySelector<HTMLElement>(selector)).find(Boolean)
      target?.focus()
    })
  }
  const add = (level: Level) => {
    if (!value.some(({ word }) => word === level.word)) change([...value, level], '.chain-add button')
  }
  const moveUp = (index: number) => {
    const next = [...value]
    next.splice(index - 1, 0, ...next.splice(index, 1))
    change(next, `li:nth-child(${index}) button`)
  }
  const remove = (index: number) =>
    change(value.toSpliced(index, 1), `li:nth-child(${index + 1}) button:last-child`, '.chain-add button')
  return (
    <div role="group" aria-label={label} className="stack-tight chain-editor" ref={group}>
      <span className="field-label">{label}</span>
      {value.length === 0 && <p className="muted">{text.none}</p>}
      <ol aria-label={text.levels}>
        {value.map((level, index) => (
          <li key={level.word}>
            <span className="truncate">{levelName(level)}</span>
            {!isDisabled && index > 0 && (
              <IconButton icon="chevron-up" label={text.moveUp(levelName(level))} onPress={() => moveUp(index)} />
            )}
            {!isDisabled && (
              <IconButton icon="close" label={text.remove(levelName(level))} onPress={() => remove(index)} />
            )}
          </li>
        ))}
      </ol>
      {!isDisabled && (
        <div className="chain-add" role="group" aria-label={text.add}>
          {Object.entries(text.relative)
            .filter(([word]) => !value.some((level) => level.word === word))
            .map(([word, name]) => (
              <Button key={word} variant="quiet" icon="plus" onPress={() => add({ word, meaning: null })}>
                {name}
              </Button>
            ))}
          {!isChoosing && (
            <Button variant="quiet" icon="plus" onPress={() => setChoosing(true)}>
              {text.byName}
            </Button>
          )}
        </div>
      )}
      {isChoosing && (
        <PrincipalPicker
          label={text.who}
          autoFocus
          chosen={undefined}
          except={value.map(({ word }) => word)}
          onChoose={(principal) => principal && add({ word: principal.id, meaning: principal })}
        />
      )}
      {note && <p className="field-note">{note}</p>}
    </div>
  )
}
