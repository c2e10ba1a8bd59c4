// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Command, commandStore, registerCommands } from '../../../src/renderer/commands/registry.ts'
import { listenForShortcuts } from '../../../src/renderer/commands/shortcuts.ts'

let ran: string[]
let stop: () => void
let singleKeys: boolean
let now: number

const command = (id: string, shortcut: string, more: Partial<Command> = {}): Command => ({
  id,
  title: id,
  group: 'Actions',
  shortcut,
  run: () => ran.push(id),
  ...more,
})

const press = (key: string, on: Element = document.body, more: KeyboardEventInit = {}) =>
  on.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, ...more }))

function place(markup: { tag: string; role?: string }): Element {
  const element = document.createElement(markup.tag)
  if (markup.role) element.setAttribute('role', markup.role)
  document.body.append(element)
  return element
}

beforeEach(() => {
  ran = []
  singleKeys = true
  now = 0
  stop = listenForShortcuts(document, { singleKeys: () => singleKeys, now: () => now })
  registerCommands([
    command('hold', 'h'),
    command('imports', 'g i'),
    command('palette', 'mod+k', { whileTyping: true }),
    command('undo', 'mod+z'),
    command('help', '?'),
  ])
})

afterEach(() => {
  stop()
  commandStore.setState({ commands: [], recent: [] })
  document.body.replaceChildren()
})

describe('shortcuts', () => {
  it('run a command by a letter, a character, a chord and a sequence', () => {
    press('h')
    press('?', document.body, { shiftKey: true })
    press('k', document.body, { ctrlKey: true })
    press('g')
    press('i')
    expect(ran).toEqual(['hold', 'help', 'palette', 'imports'])
  })

  it('forget the first key of a sequence after a timeout', () => {
    press('g')
    now = 5000
    press('i')
    expect(ran).toEqual([])
  })

  it.each(['input', 'textarea', 'select'])('with a single letter never fire in <%s>', (tag) => {
    const field = place({ tag })
    press('h', field)
    press('g', field)
    press('i', field)
    press('?', field)
    expect(ran).toEqual([])
  })

  it('leave the keys of a text field alone while other shortcuts work', () => {
    const field = place({ tag: 'input' })
    press('z', field, { ctrlKey: true })
    press('k', field, { ctrlKey: true })
    expect(ran).toEqual(['palette'])
  })

  it('with a single letter are ignored in menus, which search by letter', () => {
    press('h', place({ tag: 'div', role: 'menu' }))
    expect(ran).toEqual([])
  })

  it('with a single letter can be turned off while chords keep working', () => {
    singleKeys = false
    press('h')
    press('g')
    press('i')
    press('k', document.body, { ctrlKey: true })
    expect(ran).toEqual(['palette'])
  })

  it('do nothing behind a dialog', () => {
    const dialog = place({ tag: 'div' })
    dialog.setAttribute('data-blocks-shortcuts', '')
    press('h')
    press('z', document.body, { ctrlKey: true })
    expect(ran).toEqual([])
  })

  it('ignore an event that is already handled', () => {
    document.body.addEventListener('keydown', (event) => event.preventDefault(), { once: true })
    press('h')
    expect(ran).toEqual([])
  })
})
