/**
 * Notation of shortcuts: `mod+k`, `shift+enter`, `?`, or a sequence, `g i`. `mod` is ⌘ on a Mac and Ctrl elsewhere. A
 * printable character stands for itself, so Shift is named only with letters and named keys.
 */
const mac = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.platform)

const names: Record<string, string> = {
  mod: mac ? '⌘' : 'Ctrl',
  alt: mac ? '⌥' : 'Alt',
  shift: mac ? '⇧' : 'Shift',
  enter: 'Enter',
  escape: 'Esc',
  space: 'Space',
  arrowup: '↑',
  arrowdown: '↓',
  arrowleft: '←',
  arrowright: '→',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
}

/** The used members of a keyboard event. */
export type KeyPress = Pick<KeyboardEvent, 'key' | 'code' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>

/** The notation of a key press; undefined while only a modifier is down. */
export function chordOf(press: KeyPress, onMac = mac): string | undefined {
  if (['Control', 'Meta', 'Alt', 'Shift', 'AltGraph', 'Dead', 'Process', 'Unidentified'].includes(press.key)) return
  let key = press.key === ' ' ? 'space' : press.key.toLowerCase()
  // On Cyrillic, Greek or Hebrew layouts people press the position of the letter.
  if (/^[^\x20-\x7e]$/.test(key) && /^Key[A-Z]$/.test(press.code)) key = press.code.slice(3).toLowerCase()
  const mod = onMac ? press.metaKey : press.ctrlKey
  if ((onMac ? press.ctrlKey : press.metaKey) === true) return
  const shift = press.shiftKey && !/^[^a-z]$/.test(key)
  // AltGr types characters on many layouts: it arrives as Ctrl+Alt with the final character.
  if (mod && press.altKey && key.length === 1 && /^[^a-z0-9]$/.test(key)) return key
  return [mod && 'mod', press.altKey && 'alt', shift && 'shift', key].filter(Boolean).join('+')
}

/** Whether a shortcut consists of single keys, which users must be able to turn off (WCAG 2.1.4). */
export function isSingleKey(shortcut: string): boolean {
  return shortcut.split(' ').every((chord) => chord.length === 1)
}

/** Key labels, one string per press: ["Ctrl+K"], ["G", "I"]. */
export function keysOf(shortcut: string): string[] {
  return shortcut
    .split(' ')
    .map((chord) =>
      (chord === '+' ? ['+'] : chord.split('+')).map((part) => names[part] ?? part.toUpperCase()).join(mac ? '' : '+'),
    )
}
