import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { WindowState } from './window-state.ts'

/** Where the window was; null when it is not known or makes no sense. */
export function readWindowState(file: string): WindowState | null {
  try {
    return WindowState.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch {
    return null
  }
}

/** A window that can't remember its place is no reason to stop. */
export function writeWindowState(file: string, state: WindowState): void {
  try {
    writeFileSync(`${file}.tmp`, JSON.stringify(state))
    renameSync(`${file}.tmp`, file)
  } catch {
    return
  }
}
