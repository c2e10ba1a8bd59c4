import { spawnSync } from 'node:child_process'
import { findChromium } from './chromium.ts'

/** The first step of `npm test`: the browser tests need a real Chromium. Installs it where that is possible unasked. */
function ensureChromium(): void {
  if (findChromium() !== null) return
  if (process.platform === 'linux' && process.getuid?.() === 0 && run('apt-get', ['--version'], true)) {
    console.log('No Chromium here; installing it with apt-get.')
    run('apt-get', ['update', '-qq'])
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-liberation'])
    if (findChromium() !== null) return
  }
  console.error(
    [
      'The browser tests need Chromium or Chrome, and none was found. Install one:',
      '  Debian, Ubuntu:  sudo apt-get update && sudo apt-get install -y chromium',
      '  Fedora:          sudo dnf install chromium',
      '  macOS:           brew install --cask google-chrome',
      '  Windows:         winget install Google.Chrome',
      'or name one that is installed elsewhere: CASTELLAN_CHROMIUM=/path/to/chromium npm test',
      'All other checks run without it: npm run check:headless',
    ].join('\n'),
  )
  process.exit(1)
}

function run(command: string, args: readonly string[], quiet = false): boolean {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return spawnSync(command, args, { stdio: quiet ? 'ignore' : 'inherit', env }).status === 0
}

ensureChromium()
