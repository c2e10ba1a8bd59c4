import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { _electron, type ElectronApplication, type Page, test as base } from '@playwright/test'
import { findInstance, type Instance } from '../../src/main/instance/find.ts'
import { electronForTests } from '../support/electron.ts'

const repository = resolve(import.meta.dirname, '../..')

/** The window's own listener, asked as the local operator. */
export async function instanceOf(dataDir: string): Promise<Instance> {
  const found = await findInstance(dataDir)
  if (found.state !== 'running') throw new Error(`it is ${found.state}`)
  return found.instance
}

interface LaunchOptions {
  /** The file that is to hold the calls to other programs and computers. */
  readonly tracedTo?: string
}

/** The real desktop program on a data directory of its own. */
export class Desktop {
  readonly folder = mkdtempSync(join(tmpdir(), 'castellan-desktop-'))
  /** Playwright forgets the process as soon as it has ended. */
  readonly #open = new Map<ElectronApplication, ChildProcess>()

  at(...path: string[]): string {
    return join(this.folder, ...path)
  }

  get places(): string[] {
    return [`--data=${this.at('data')}`, `--imports=${this.at('imports')}`]
  }

  async start(
    ...more: (string | LaunchOptions)[]
  ): Promise<{ app: ElectronApplication; page: Page; violations: string[] }> {
    const args = more.filter((one): one is string => typeof one === 'string')
    const app = await this.launch(['--port=0', ...args], more.find((one) => typeof one === 'object') ?? {})
    const violations: string[] = []
    const page = await app.firstWindow()
    page.on('console', (message) => {
      if (message.type() === 'error') violations.push(message.text())
    })
    page.on('pageerror', (error) => violations.push(error.message))
    await page.waitForLoadState('load')
    return { app, page, violations }
  }

  async launch(args: readonly string[], { tracedTo }: LaunchOptions = {}): Promise<ElectronApplication> {
    const electron = electronForTests()
    if ('missing' in electron) throw new Error(electron.missing)
    const app = await _electron.launch({
      executablePath: tracedTo === undefined ? electron.binary : this.#tracing(electron.binary, tracedTo),
      // Playwright would otherwise pretend that the system is light.
      colorScheme: null,
      args: ['--no-sandbox', '--disable-gpu', repository, ...this.places, ...args],
    })
    this.#open.set(app, app.process())
    return app
  }

  /** A program that starts another one and writes down whom it and all its processes call. */
  #tracing(binary: string, into: string): string {
    const wrapper = this.at('traced')
    const traced = ['strace', '-f', '-qq', '-e', 'trace=connect,sendto,sendmsg,sendmmsg', '-o', into, binary]
    writeFileSync(wrapper, `#!/bin/sh\nexec ${traced.map((part) => `'${part}'`).join(' ')} "$@"\n`)
    chmodSync(wrapper, 0o700)
    return wrapper
  }

  process(app: ElectronApplication): ChildProcess {
    const child = this.#open.get(app)
    if (child === undefined) throw new Error('not started here')
    return child
  }

  /** Does what should end the program, and waits until it has. */
  async end(app: ElectronApplication, how: () => unknown): Promise<number | null> {
    const child = this.process(app)
    const gone = once(child, 'exit')
    await Promise.resolve(how()).catch(() => undefined)
    if (child.exitCode === null && child.signalCode === null) await gone
    return child.exitCode
  }

  quit(app: ElectronApplication): Promise<number | null> {
    return this.end(app, () => app.evaluate(({ app: it }) => it.quit()))
  }

  async dispose(): Promise<void> {
    for (const [app, child] of this.#open) {
      if (child.exitCode === null && child.signalCode === null) await app.close().catch(() => undefined)
    }
    rmSync(this.folder, { recursive: true, force: true })
  }
}

interface Noticed {
  readonly title: string
  readonly body: string
  emit(event: string): void
}

/** A test can't read the system's notices, so it stands where they are shown; and nobody looks at the window. */
export async function watchNotices(app: ElectronApplication, page: Page) {
  await app.evaluate(({ Notification, BrowserWindow }) => {
    const world = globalThis as unknown as { noticed: Noticed[] }
    world.noticed = []
    Notification.isSupported = () => true
    Notification.prototype.show = function show(this: Electron.Notification) {
      world.noticed.push(this)
    }
    for (const window of BrowserWindow.getAllWindows()) window.isFocused = () => false
  })
  await page.evaluate(() => {
    document.hasFocus = () => false
  })
  return {
    all: () =>
      app.evaluate(() =>
        (globalThis as unknown as { noticed: Noticed[] }).noticed.map(({ title, body }) => ({ title, body })),
      ),
    clickFirst: () =>
      app.evaluate(() => {
        ;(globalThis as unknown as { noticed: Noticed[] }).noticed[0]?.emit('click')
      }),
  }
}

/** A test with a desktop of its own; skipped in words where there is no Electron. */
export const test = base.extend<{ desktop: Desktop }>({
  // Playwright reads the first parameter's names, so the empty pattern has to stand there.
  // oxlint-disable-next-line no-empty-pattern
  desktop: async ({}, provide) => {
    const electron = electronForTests()
    base.skip('missing' in electron, 'missing' in electron ? electron.missing : '')
    const desktop = new Desktop()
    await provide(desktop)
    await desktop.dispose()
  },
})
export { expect } from '@playwright/test'
