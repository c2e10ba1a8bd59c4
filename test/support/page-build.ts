import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { build } from 'vite'

const variable = 'CASTELLAN_TEST_PAGE'

/** Builds the page once for all browser tests, as it stands in the source. @returns what removes it again */
export default async function buildPage(): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'castellan-page-'))
  await build({
    root: resolve(import.meta.dirname, '../../src/renderer'),
    base: '/',
    configFile: false,
    logLevel: 'silent',
    plugins: [react()],
    build: {
      outDir: folder,
      emptyOutDir: true,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      chunkSizeWarningLimit: 5000,
    },
  })
  process.env[variable] = folder
  return () => rm(folder, { recursive: true, force: true })
}

/** Where the built page lies. */
export function builtPage(): string {
  const folder = process.env[variable]
  if (folder === undefined) throw new Error('The page is built before the first test; this runs outside Playwright.')
  return folder
}
