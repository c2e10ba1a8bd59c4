// @vitest-environment jsdom
import { act } from 'react'
import { createRoot, type Root } from 'react-dom/client'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { commandStore, runCommand } from '../../../src/renderer/commands/registry.ts'
import { useCommands } from '../../../src/renderer/commands/use-commands.ts'

let root: Root
const ran: string[] = []

function Screen({ title, note, isEnabled = true }: { title: string; note: string; isEnabled?: boolean }) {
  useCommands([{ id: 'save', title, group: 'Actions', isEnabled, run: () => ran.push(note) }])
  return null
}

beforeEach(() => {
  vi.stubGlobal('IS_REACT_ACT_ENVIRONMENT', true)
  root = createRoot(document.createElement('div'))
})
afterEach(() => {
  act(() => root.unmount())
  vi.unstubAllGlobals()
  ran.length = 0
})

describe('commands of a component', () => {
  it('run the handler of the latest render without a new registration', () => {
    act(() => root.render(<Screen title="Save" note="first" />))
    const before = commandStore.getState().commands
    act(() => root.render(<Screen title="Save" note="second" />))
    expect(commandStore.getState().commands).toBe(before)
    runCommand('save')
    expect(ran).toEqual(['second'])
  })

  it('show a new title and are disabled when the component says so', () => {
    act(() => root.render(<Screen title="Save" note="first" />))
    act(() => root.render(<Screen title="Save rules" note="first" isEnabled={false} />))
    expect(commandStore.getState().commands.map(({ title }) => title)).toEqual(['Save rules'])
    expect(runCommand('save')).toBe(false)
  })

  it('are removed with the component', () => {
    act(() => root.render(<Screen title="Save" note="first" />))
    act(() => root.render(null))
    expect(commandStore.getState().commands).toEqual([])
  })
})
