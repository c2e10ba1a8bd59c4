import { describe, expect, it } from 'vitest'
import { chordOf, isSingleKey, type KeyPress, keysOf } from '../../../src/renderer/ui/shortcut.ts'

const press = (key: string, more: Partial<KeyPress> = {}): KeyPress => ({
  key,
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
})

describe('shortcut notation', () => {
  it.each([
    [press('k', { ctrlKey: true }), false, 'mod+k'],
    [press('k', { metaKey: true }), true, 'mod+k'],
    [press('K', { shiftKey: true }), false, 'shift+k'],
    [press('?', { shiftKey: true }), false, '?'],
    [press('Enter', { shiftKey: true }), false, 'shift+enter'],
    [press(' '), false, 'space'],
    [press('F6', { shiftKey: true }), false, 'shift+f6'],
    // AltGr on a German keyboard
    [press('[', { ctrlKey: true, altKey: true }), false, '['],
    // Cyrillic and Greek layouts: the physical key counts.
    [press('л', { code: 'KeyK', ctrlKey: true }), false, 'mod+k'],
    [press('Shift', { shiftKey: true }), false, undefined],
    // On a Mac, Ctrl+K belongs to the system.
    [press('k', { ctrlKey: true }), true, undefined],
  ])('writes key press %#', (keyPress, mac, chord) => {
    expect(chordOf(keyPress, mac)).toBe(chord)
  })

  it('recognises single-key shortcuts', () => {
    expect(['h', '?', 'g i', 'mod+k', 'f6', 'shift+a'].map(isSingleKey)).toEqual([
      true,
      true,
      true,
      false,
      false,
      false,
    ])
  })

  it('labels the key caps', () => {
    expect(keysOf('mod+shift+enter')).toEqual(['Ctrl+Shift+Enter'])
    expect(keysOf('g i')).toEqual(['G', 'I'])
  })
})
