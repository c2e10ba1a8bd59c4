import { afterEach, describe, expect, it, vi } from 'vitest'
import {
  type Command,
  commandOf,
  commandStore,
  registerCommands,
  runCommand,
} from '../../../src/renderer/commands/registry.ts'

const command = (id: string, more: Partial<Command> = {}): Command => ({
  id,
  title: id,
  group: 'Actions',
  run: () => {},
  ...more,
})

afterEach(() => commandStore.setState({ commands: [], recent: [] }))

describe('the registry of commands', () => {
  it('holds commands while their screen is mounted', () => {
    const { remove } = registerCommands([command('apply'), command('hold')])
    registerCommands([command('help')])
    remove()
    expect(commandStore.getState().commands.map((command) => command.id)).toEqual(['help'])
  })

  it('replaces the commands of a registration at their position', () => {
    const { set } = registerCommands([command('apply'), command('hold')])
    registerCommands([command('help')])
    set([command('release')])
    expect(commandStore.getState().commands.map((command) => command.id)).toEqual(['release', 'help'])
  })

  it('runs enabled commands only', () => {
    const run = vi.fn<() => void>()
    registerCommands([command('apply', { run, isEnabled: false })])
    expect(runCommand('apply')).toBe(false)
    expect(run).not.toHaveBeenCalled()
    expect(commandStore.getState().recent).toEqual([])
  })

  it('remembers recent commands once each, latest first', () => {
    registerCommands([command('a'), command('b')])
    for (const id of ['a', 'b', 'a']) runCommand(id)
    expect(commandStore.getState().recent).toEqual(['a', 'b'])
  })

  it('prefers the command of a screen over that of the app while it is enabled', () => {
    let reviewing = true
    const app = command('app', { shortcut: 'h' })
    const screen = command('screen', { shortcut: 'h', isEnabled: () => reviewing })
    expect(commandOf('h', [app, screen])?.id).toBe('screen')
    reviewing = false
    expect(commandOf('h', [app, screen])?.id).toBe('app')
  })
})
