import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'
import { LongestFirst } from './support/longest-first.ts'

const suites: Readonly<Record<string, string>> = { soak: 'test/**/*.soak.ts', packaging: 'test/**/*.pack.ts' }

/**
 * Everything that needs neither a browser nor Electron. Long runs (kill loops, wide statistics) are named *.soak.ts
 * and start only with `npm run test:soak`; their short forms are among the tests. The packaging dry run needs what
 * `npm run build` leaves and is a suite of its own.
 */
export default defineConfig(({ mode }) => ({
  root: resolve(import.meta.dirname, '..'),
  test: {
    include: [suites[mode] ?? 'test/**/*.test.{ts,tsx}'],
    exclude: ['test/browser/**', 'test/electron/**', 'node_modules/**'],
    // Real child processes carry better-sqlite3 and are as close to the program as a test gets.
    pool: 'forks',
    // Files of one worker run in one process: starting a process for each cost some 150 s of processor time in all.
    isolate: false,
    // One more than cores: many tests wait for files, clocks and children.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    testTimeout: mode === 'soak' ? 3_600_000 : mode === 'packaging' ? 180_000 : 60_000,
    hookTimeout: mode === 'soak' ? 3_600_000 : mode === 'packaging' ? 180_000 : 30_000,
    passWithNoTests: true,
    reporters: ['default', resolve(import.meta.dirname, 'support/count-reporter.ts')],
    coverage: { include: ['src/**'], reportsDirectory: 'coverage' },
  },
}))
