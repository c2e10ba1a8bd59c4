import { type KeyboardEvent, useId, useMemo, useState } from 'react'
import { Dialog, Modal, ModalOverlay } from 'react-aria-components'
import { useStore } from 'zustand'
import type { Feature } from '../shared/navigation/feature.ts'
import { cx } from '../ui/cx.ts'
import { count } from '../ui/format.ts'
import { Icon } from '../ui/icon.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { indexAfter } from '../ui/list-keys.ts'
import { rank } from './rank.ts'
import { type Command, commandStore, isEnabled, runCommand } from './registry.ts'
import { useRecordSearch } from './records.ts'
import { type Section, sections } from './sections.ts'
import { text } from './text.ts'
import './palette.css'

export interface PaletteProps {
  features: readonly Feature[]
  isOpen: boolean
  onClose: () => void
}

/** Finds and runs commands and opens records, by name. */
export function Palette({ features, isOpen, onClose }: PaletteProps) {
  return (
    <ModalOverlay
      className="scrim"
      data-blocks-shortcuts=""
      isDismissable
      isOpen={isOpen}
      onOpenChange={(open) => !open && onClose()}
    >
      <Modal className="modal modal-medium">
        <Dialog className="palette" aria-label={text.palette}>
          <PaletteBox features={features} onClose={onClose} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  )
}

function PaletteBox({ features, onClose }: Omit<PaletteProps, 'isOpen'>) {
  const id = useId()
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const { commands, recent } = useStore(commandStore)
  const ranked = useMemo(() => {
    const offered = commands.filter((command) => command.id !== 'palette.open' && isEnabled(command))
    return sections(query, rank(query, offered, recent), recent)
  }, [query, commands, recent])
  const records = useRecordSearch(features, query, ranked.flatMap((group) => group.entries).length)
  const groups = [...ranked, ...records]
  const entries = groups.flatMap((group) => group.entries)
  const index = Math.min(active, entries.length - 1)

  const take = (command: Command | undefined) => {
    if (!command) return
    // Close first: the command may open a dialog, and the focus must return before it moves there.
    onClose()
    // A search hit is not a registered command, so it runs directly.
    setTimeout(() => runCommand(command.id) || command.run())
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter') take(entries[index]?.item)
    else if (!['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp'].includes(event.key)) return
    else {
      const next = indexAfter(event.key, { active: index, count: entries.length, page: 8 })
      if (next === undefined) return
      setActive(next)
      document.getElementById(`${id}${next}`)?.scrollIntoView({ block: 'nearest' })
    }
    event.preventDefault()
  }

  return (
    <>
      <div className="palette-query">
        <Icon name="search" />
        <input
          // oxlint-disable-next-line jsx-a11y/no-autofocus -- the palette is opened to type into it
          autoFocus
          role="combobox"
          aria-label={text.placeholder}
          aria-expanded={entries.length > 0}
          aria-controls={`${id}list`}
          aria-autocomplete="list"
          aria-activedescendant={entries.length > 0 ? `${id}${index}` : undefined}
          placeholder={text.placeholder}
          autoComplete="off"
          spellCheck={false}
          value={query}
          onChange={(event) => {
            setQuery(event.target.value)
            setActive(0)
          }}
          onKeyDown={onKeyDown}
        />
        <Kbd shortcut="escape" />
      </div>
      <div className="visually-hidden" role="status">
        {query && text.results(count(entries.length, 'entry', 'entries'))}
      </div>
      <Results id={id} groups={groups} active={index} onActive={setActive} onTake={take} />
      {entries.length === 0 && <p className="palette-none">{text.noResults}</p>}
    </>
  )
}

interface ResultsProps {
  id: string
  groups: readonly Section[]
  active: number
  onActive: (index: number) => void
  onTake: (command: Command) => void
}

function Results({ id, groups, active, onActive, onTake }: ResultsProps) {
  return (
    <div className="palette-list" role="listbox" id={`${id}list`} aria-label={text.palette}>
      {groups.map((group) => (
        <div key={group.title} role="group" aria-label={group.title}>
          <div className="palette-group" aria-hidden="true">
            {group.title}
          </div>
          {group.entries.map((entry) => (
            // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/interactive-supports-focus -- the input handles keys
            <div
              key={entry.item.id}
              id={`${id}${entry.index}`}
              role="option"
              aria-selected={entry.index === active}
              className={cx('palette-entry', entry.index === active && 'palette-active')}
              onPointerMove={() => onActive(entry.index)}
              onClick={() => onTake(entry.item)}
            >
              {entry.item.icon ? <Icon name={entry.item.icon} /> : <span className="palette-no-icon" />}
              <Highlighted title={entry.item.title} marks={entry.marks} />
              {entry.item.note && <span className="muted truncate">{entry.item.note}</span>}
              {entry.item.shortcut && <Kbd shortcut={entry.item.shortcut} />}
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}

function Highlighted({ title, marks }: { title: string; marks: readonly number[] }) {
  const marked = new Set(marks)
  const letters = Array.from(title, (letter, index) => ({ letter, index }))
  return (
    <span className="truncate">
      {letters.map(({ letter, index }) => (marked.has(index) ? <mark key={index}>{letter}</mark> : letter))}
    </span>
  )
}
