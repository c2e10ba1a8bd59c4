import { chordOf, isSingleKey } from '../ui/shortcut.ts'
import { available, type Command, commandOf, commandStore, runCommand } from './registry.ts'

/** How long the second key of a sequence may take. */
const patience = 1200

const typingPlaces = 'input, textarea, select, [contenteditable]:not([contenteditable=false])'
/** Widgets that look for a letter themselves. */
const lettersAreTheirs = '[role=menu], [role=combobox], [role=listbox][data-typeahead], .popover'

interface Options {
  /** WCAG 2.1.4: shortcuts of bare letters can be switched off. */
  singleKeys: () => boolean
  now?: () => number
}

/** Whether a command's shortcut may fire with the focus at this element. */
export function isShortcutAllowed(command: Command, target: Element | null, singleKeys: boolean): boolean {
  const shortcut = command.shortcut ?? ''
  if (isSingleKey(shortcut) && !singleKeys) return false
  if (command.whileTyping && !isSingleKey(shortcut)) return true
  if (target?.closest(typingPlaces)) return false
  return !(isSingleKey(shortcut) && target?.closest(lettersAreTheirs))
}

/** Listens for the shortcuts of all registered commands. The answer stops it. */
export function listenForShortcuts(root: Document, { singleKeys, now = Date.now }: Options): () => void {
  let before: { chord: string; at: number } | undefined

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return
    const chord = chordOf(event)
    if (chord === undefined) return
    const { commands } = commandStore.getState()
    const started = before && now() - before.at < patience ? `${before.chord} ${chord}` : undefined
    before = undefined
    const target = event.target instanceof Element ? event.target : null
    const asleep = root.querySelector('[data-blocks-shortcuts]') !== null

    for (const shortcut of [started, chord]) {
      const command = shortcut === undefined ? undefined : commandOf(shortcut, commands)
      if (!command || (asleep && !command.whileTyping) || !isShortcutAllowed(command, target, singleKeys())) continue
      event.preventDefault()
      runCommand(command.id)
      return
    }
    const opens = commands.some(
      (command) =>
        command.shortcut?.startsWith(`${chord} `) &&
        available(command) &&
        isShortcutAllowed(command, target, singleKeys()),
    )
    if (opens && !asleep) before = { chord, at: now() }
  }

  root.addEventListener('keydown', onKeyDown)
  return () => root.removeEventListener('keydown', onKeyDown)
}
