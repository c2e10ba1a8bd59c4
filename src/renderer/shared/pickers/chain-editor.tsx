import { useRef, useState } from 'react'
import type { z } from 'zod'
import type { ChainWord } from '../../../contract/catalogue.ts'
import { PrincipalPicker } from './principal-picker.tsx'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import './chain-editor.css'

type Level = z.infer<typeof ChainWord>

const text = {
  words: {
    manager: 'the manager',
    entitlementOwner: 'the owner of the item',
    self: 'the person who receives it',
  } as Readonly<Record<string, string>>,
  levels: 'Levels, in their order',
  none: 'Nobody yet.',
  add: 'Add a level',
  somebody: 'Somebody by name…',
  who: 'Who decides at this level',
  remove: (name: string) => `Take ${name} out`,
  earlier: (name: string) => `Ask ${name} earlier`,
}

/** Words that mean somebody else for each request say so; whom they mean now may change before it is saved. */
export const levelName = ({ word, meaning }: Level): string => text.words[word] ?? meaning?.name ?? word

export interface ChainEditorProps {
  label: string
  note?: string
  value: readonly Level[]
  onChange: (value: readonly Level[]) => void
  isDisabled?: boolean
}

/** Who decides, level by level: the manager, the owner, a person, a role. */
export function ChainEditor({ label, note, value, onChange, isDisabled = false }: ChainEditorProps) {
  const [isChoosing, setChoosing] = useState(false)
  const group = useRef<HTMLDivElement>(null)
  /** What was pressed may go with the change; the focus then goes to the first of these that is there. */
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
  const moveUp = (at: number) => {
    const next = [...value]
    next.splice(at - 1, 0, ...next.splice(at, 1))
    change(next, `li:nth-child(${at}) button`)
  }
  const remove = (at: number) =>
    change(value.toSpliced(at, 1), `li:nth-child(${at + 1}) button:last-child`, '.chain-add button')
  return (
    <div role="group" aria-label={label} className="chain-editor" ref={group}>
      <span className="field-label">{label}</span>
      {value.length === 0 && <p className="muted">{text.none}</p>}
      <ol aria-label={text.levels}>
        {value.map((level, at) => (
          <li key={level.word}>
            <span className="truncate">{levelName(level)}</span>
            {!isDisabled && at > 0 && (
              <IconButton icon="chevron-up" label={text.earlier(levelName(level))} onPress={() => moveUp(at)} />
            )}
            {!isDisabled && (
              <IconButton icon="close" label={text.remove(levelName(level))} onPress={() => remove(at)} />
            )}
          </li>
        ))}
      </ol>
      {!isDisabled && (
        <div className="chain-add" role="group" aria-label={text.add}>
          {Object.entries(text.words)
            .filter(([word]) => !value.some((level) => level.word === word))
            .map(([word, name]) => (
              <Button key={word} variant="quiet" icon="plus" onPress={() => add({ word, meaning: null })}>
                {name}
              </Button>
            ))}
          {!isChoosing && (
            <Button variant="quiet" icon="plus" onPress={() => setChoosing(true)}>
              {text.somebody}
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
