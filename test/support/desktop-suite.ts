import { spawnSync } from 'node:child_process'
import { electronForTests } from './electron.ts'

/** `npm run test:electron`: the desktop suite in a real Electron, or one line that says why it was skipped. */
const electron = electronForTests()
if ('missing' in electron) {
  console.log(`test:electron skipped: ${electron.missing}`)
  process.exit(0)
}
const steps = [
  ['run', 'build'],
  ['exec', '--', 'playwright', 'test', '--config', 'test/playwright.config.ts', '--project', 'electron'],
]
for (const step of [...steps.slice(0, -1), [...steps.at(-1)!, ...process.argv.slice(2)]]) {
  const { status } = spawnSync('npm', step, { stdio: 'inherit', shell: process.platform === 'win32' })
  if (status !== 0) process.exit(status ?? 1)
}
