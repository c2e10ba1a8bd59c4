import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import type { z } from 'zod'
import { main } from '../../../src/main/cli/main.ts'
import { programFiles } from '../../../src/main/boot/program-files.ts'

/** Without it each start would strip the types of the whole program again: 0.8 s instead of 0.3 s. */
const compileCache = join(tmpdir(), 'castellan-compile-cache')
const entry = resolve(import.meta.dirname, '../../../src/main/cli.ts')

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
  let alone = false
  const at = (...path: string[]) => join(folder, ...path)
  const folders = ['--data', at('data'), '--imports', at('imports')]

  const start = (args: readonly string[], execArgv: readonly string[] = [], input?: string) => {
    const child = spawn(process.execPath, [...execArgv, entry, ...args], {
      env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
      stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    })
    child.stdin?.end(input)
    children.push(child)
    let [stdout, stderr] = ['', '']
    child.stdout?.on('data', (chunk) => (stdout += String(chunk)))
    child.stderr?.on('data', (chunk) => (stderr += String(chunk)))
    const ended = once(child, 'close').then(([code]): Ended => ({ code: code as number | null, stdout, stderr }))
    return { child, ended }
  }

  const serve = async (...more: string[]) => {
    const readyFile = at('ready.json')
    rmSync(readyFile, { force: true })
    const running = start(['serve', ...folders, '--port', '0', '--ready-file', readyFile, ...more])
    let over = false
    void running.ended.then(() => (over = true))
    while (!existsSync(readyFile)) {
      if (over) throw new Error((await running.ended).stderr)
      await sleep(20)
    }
    return { ...running, ready: JSON.parse(readFileSync(readyFile, 'utf8')) as Ready }
  }

  const run = (...args: string[]) => (alone ? inProcess(args) : start(args).ended)
  /** With the data directory named, and the answer as JSON. */
  const json = async <T>(schema: z.ZodType<T>, ...args: string[]): Promise<T> => {
    const { code, stdout, stderr } = await run(...args, '--data', at('data'), '--json')
    if (code !== 0) throw new Error(`${args.join(' ')} → ${code} ${stdout} ${stderr}`)
    return schema.parse(JSON.parse(stdout))
  }
  /** With something on standard input. */
  const pipe = (input: string, ...args: string[]) => (alone ? inProcess(args, input) : start(args, [], input).ended)
  /** From now on lines run in this process: a second program is only needed beside one that serves. */
  const stayAlone = () => {
    alone = true
  }
  const dispose = async () => {
    for (const child of children) {
      if (child.exitCode !== null || child.signalCode !== null) continue
      child.kill('SIGKILL')
      await once(child, 'close')
    }
    rmSync(folder, { recursive: true, force: true })
  }
  return { at, places: folders, start, serve, run, json, pipe, stayAlone, dispose }
}

/** A line in this process, with the same parts: for what needs no process of its own. */
export async function inProcess(argv: readonly string[], input = ''): Promise<Ended> {
  const [out, err]: [string[], string[]] = [[], []]
  const parts = programFiles(pathToFileURL(entry).href)
  const code = await main(argv, parts, {
    out: (text) => out.push(text),
    err: (text) => err.push(text),
    isTerminal: false,
    stdin: async () => input,
    question: async () => '',
    signal: new AbortController().signal,
  })
  return { code, stdout: lines(out), stderr: lines(err) }
}

const lines = (texts: readonly string[]): string => texts.map((text) => `${text}\n`).join('')
