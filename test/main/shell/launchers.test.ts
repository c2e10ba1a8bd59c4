import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve } from 'node:path'
import { expect, test } from 'vitest'

/**
 * The reviewed list of A31: who may start a program, or ask the system to open something. No endpoint is among them. A
 * new entry here is a decision, not a repair.
 */
const reviewed = {
  // Starts Electron or the command line, once, before anything else runs.
  childProcess: ['src/main/start.ts'],
  // Shows a file of the workspace, or opens an address from a fixed list; asked by the window's bridge only.
  electronShell: ['src/main/shell/bridge-handlers.ts'],
}

const repository = resolve(import.meta.dirname, '../../..')
const sources = readdirSync(join(repository, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => join(entry.parentPath, entry.name))

const importing = (pattern: RegExp) =>
  sources.filter((file) => pattern.test(readFileSync(file, 'utf8'))).map((file) => relative(repository, file))

test('programs are started in one place', () => {
  expect(importing(/from '(node:)?(child_process|cluster)'|utilityProcess/)).toEqual(reviewed.childProcess)
})

test('the system is asked to open something in one place', () => {
  expect(importing(/import \{[^}]*\bshell\b[^}]*\} from 'electron'/)).toEqual(reviewed.electronShell)
})
