#!/usr/bin/env node
import { refuseOldNode } from './boot/node-version.ts'

// Before anything that a too old Node could not load: it would end without a word.
refuseOldNode()
const { main } = await import('./cli/main.ts')
const { programFiles: programParts } = await import('./boot/program-files.ts')

const stop = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    // Whoever presses Ctrl-C twice has waited enough.
    if (stop.signal.aborted) process.exit(130)
    stop.abort()
  })
}
const exitCode = await main(process.argv.slice(2), programParts(import.meta.url), {
  out: (text) => process.stdout.write(`${text}\n`),
  err: (text) => process.stderr.write(`${text}\n`),
  stdin: async () => {
    const { text } = await import('node:stream/consumers')
    return text(process.stdin)
  },
  question: async (prompt) => {
    const { createInterface } = await import('node:readline/promises')
    const line = createInterface({ input: process.stdin, output: process.stderr })
    return line.question(prompt, { signal: stop.signal }).finally(() => line.close())
  },
  isTerminal: process.stdin.isTTY === true && process.stdout.isTTY === true,
  signal: stop.signal,
})
// An interrupted command may leave something open; a finished one ends by itself, with its output written.
if (stop.signal.aborted) process.exit(exitCode)
process.exitCode = exitCode
