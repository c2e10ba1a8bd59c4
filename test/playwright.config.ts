import { resolve } from 'node:path'
import { defineConfig } from '@playwright/test'
import { findChromium, quietChromium } from './support/chromium.ts'

const chromium = findChromium()
const results = resolve(import.meta.dirname, '../test-results')

/** Two suites that share nothing but their tool: a real browser on the served page, and the real desktop program. */
export default defineConfig({
  outputDir: results,
  testMatch: '**/*.e2e.ts',
  globalSetup: resolve(import.meta.dirname, 'support/page-build.ts'),
  forbidOnly: Boolean(process.env['CI']),
  // A test that passes at the second try hides a race; none is allowed to.
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [['list']],
  // A trace of each test costs a quarter of its time; `--trace on` makes one where it is wanted.
  use: { screenshot: 'only-on-failure' },
  projects: [
    {
      name: 'browser',
      testDir: resolve(import.meta.dirname, 'browser'),
      fullyParallel: true,
      use: {
        browserName: 'chromium',
        viewport: { width: 1280, height: 800 },
        launchOptions: { args: [...quietChromium], ...(chromium === null ? {} : { executablePath: chromium }) },
      },
    },
    // One window at a time: they share a display, a clipboard and the single-instance lock.
    { name: 'electron', testDir: resolve(import.meta.dirname, 'electron'), fullyParallel: false, workers: 1 },
  ],
  workers: 2,
})
