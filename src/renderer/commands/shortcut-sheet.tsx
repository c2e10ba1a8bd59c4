import { useStore } from 'zustand'
import { Checkbox } from '../ui/checkbox.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { keysOf } from '../ui/shortcut.ts'
import { type Command, commandStore } from './registry.ts'
import { text } from './text.ts'
import './palette.css'

export interface ShortcutSheetProps {
  isOpen: boolean
  onClose: () => void
  singleKeys: boolean
  onSingleKeys: (on: boolean) => void
}

/**
 * Lists all registered commands with their keys. It reads the same registry as the palette, so it is always current.
 */
export function ShortcutSheet({ isOpen, onClose, singleKeys, onSingleKeys }: ShortcutSheetProps) {
  const commands = useStore(commandStore, (state) => state.commands)
  const groups = Map.groupBy(commands, (command) => command.group)
  return (
    <Dialog title={text.shortcuts} isOpen={isOpen} onClose={onClose} size="large">
      <div className="shortcut-sheet">
        {[...groups].map(([group, entries]) => (
          <section key={group} className="shortcut-group">
            <h3>{group}</h3>
            <ul>
              {entries.map((command) => (
                <SheetLine key={command.id} command={command} />
              ))}
            </ul>
          </section>
        ))}
      </div>
      <div>
        <Checkbox isSelected={singleKeys} onChange={onSingleKeys}>
          {text.singleKeys}
        </Checkbox>
        <p className="field-note">{text.singleKeysNote}</p>
      </div>
    </Dialog>
  )
}

function SheetLine({ command }: { command: Command }) {
  return (
    <li>
      <span>{command.title}</span>
      {command.shortcut && (
        <>
          <span className="visually-hidden">{keysOf(command.shortcut).join(' ')}</span>
          <Kbd shortcut={command.shortcut} />
        </>
      )}
    </li>
  )
}
