import { chordOf, isSingleKey } from '../ui/shortcut.ts'
import { type Command, commandOf, commandStore, isEnabled, runCommand } from './registry.ts'

/** Milliseconds to press the second key of a sequence. */
const sequenceTimeout = 1200

const typingTargets = 'input, textarea, select, [contenteditable]:not([contenteditable=false])'
/** Widgets that handle letters themselves. */
const letterTargets = '[role=menu], [role=combobox], [role=listbox][data-typeahead], .popover'

interface Options {
  /** WCAG 2.1.4: single-key shortcuts can be turned off. */
  singleKeys: () => boolean
  now?: () => number
}

/** Whether a shortcut may fire while the focus is on this element. */
function isShortcutAllowed(command: Command, target: Element | null, singleKeys: boolean): boolean {
  const shortcut = command.shortcut ?? ''
  if (isSingleKey(shortcut) && !singleKeys) return false
  if (command.whileTyping && !isSingleKey(shortcut)) return true
  if (target?.closest(typingTargets)) return false
  return !(isSingleKey(shortcut) && target?.closest(letterTargets))
}

/** Runs commands by their shortcuts. The returned function stops listening. */
export function listenForShortcuts(root: Document, { singleKeys, now = Date.now }: Options): () => void {
  let pendingKey: { chord: string; pressedAt: number } | undefined

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing) return
    const chord = chordOf(event)
    if (chord === undefined) return
    const { commands } = commandStore.getState()
    const sequence =
      pendingKey && now() - pendingKey.pressedAt < sequenceTimeout ? `${pendingKey.chord} ${chord}` : undefined
    pendingKey = undefined
    const target = event.target instanceof Element ? event.target : null
    const isBlocked = root.querySelector('[data-blocks-shortcuts]') !== null

    for (const shortcut of [sequence, chord]) {
      const command = shortcut === undefined ? undefined : commandOf(shortcut, commands)
      if (!command || (isBlocked && !command.whileTyping) || !isShortcutAllowed(command, target, singleKeys())) continue
      event.preventDefault()
      runCommand(command.id)
      return
    }
    const startsSequence = commands.some(
      (command) =>
        command.shortcut?.startsWith(`${chord} `) &&
        isEnabled(command) &&
        isShortcutAllowed(command, target, singleKeys()),
    )
    if (startsSequence && !isBlocked) pendingKey = { chord, pressedAt: now() }
  }

  root.addEventListener('keydown', onKeyDown)
  return () => root.removeEventListener('keydown', onKeyDown)
}
