import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const entry = resolve(import.meta.dirname, '../../src/main/cli.ts')

export interface Ended {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

export interface Ready {
  readonly url: string
  readonly port: number
  readonly pid: number
  readonly version: string
}

/** The command line as a child process, with a data directory of its own that goes with `dispose`. */
export function castellan() {
  const folder = mkdtempSync(join(tmpdir(), 'castellan-cli-'))
  const children: ChildProcess[] = []
  const at = (...path: string[]) => join(folder, ...path)
  const places = ['--data', at('data'), '--imports', at('imports')]

  const start = (args: readonly string[], execArgv: readonly string[] = []) => {
    const child = spawn(process.execPath, [...execArgv, entry, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
    children.push(child)
    let [stdout, stderr] = ['', '']
    child.stdout.on('data', (chunk) => (stdout += String(chunk)))
    child.stderr.on('data', (chunk) => (stderr += String(chunk)))
    const ended = once(child, 'close').then(([code]): Ended => ({ code: code as number | null, stdout, stderr }))
    return { child, ended }
  }

  const serve = async (...more: string[]) => {
    const readyFile = at('ready.json')
    rmSync(readyFile, { force: true })
    const running = start(['serve', ...places, '--port', '0', '--ready-file', readyFile, ...more])
    let over = false
    void running.ended.then(() => (over = true))
    while (!existsSync(readyFile)) {
      if (over) throw new Error((await running.ended).stderr)
      await sleep(20)
    }
    return { ...running, ready: JSON.parse(readFileSync(readyFile, 'utf8')) as Ready }
  }

  const run = (...args: string[]) => start(args).ended
  const dispose = async () => {
    for (const child of children) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      child.kill('SIGKILL')
      await once(child, 'close')
    }
    rmSync(folder, { recursive: true, force: true })
  }
  return { at, places, start, serve, run, dispose }
}
