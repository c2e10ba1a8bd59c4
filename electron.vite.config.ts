import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'electron-vite'

const here = import.meta.dirname
const source = (path: string): string => resolve(here, 'src', path)

/**
 * The page has addresses like /imports/5f2c…, so what it loads is named from the root. electron-vite itself sets
 * `./`, which is right for file: pages only.
 */
const namedFromTheRoot = { name: 'named-from-the-root', config: () => ({ base: '/' }) }

/**
 * One build, four entries for Node and Electron, one preload, one page.
 * electron-vite leaves `dependencies` outside the bundle (better-sqlite3 finds its binary beside itself)
 * and bundles `devDependencies`, so the installed program carries only what the host needs at run time.
 */
export default defineConfig({
  main: {
    build: {
      outDir: 'out/main',
      sourcemap: true,
      rolldownOptions: {
        input: {
          index: source('main/index.ts'),
          cli: source('main/cli.ts'),
          start: source('main/start.ts'),
          'import.worker': source('main/workers/import.worker.ts'),
          'xlsx.worker': source('main/workers/xlsx.worker.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      // A sandboxed preload is one CommonJS file: it can neither import ES modules nor require packages.
      externalizeDeps: false,
      rolldownOptions: {
        input: { index: source('preload/index.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: source('renderer'),
    plugins: [react(), namedFromTheRoot],
    build: {
      outDir: resolve(here, 'out/renderer'),
      // The page's policy allows scripts from its own origin only, so nothing may be inlined as a data: URL.
      assetsInlineLimit: 0,
      // electron-vite leaves pages as they are; this one is also read over a port, and parsed at every start.
      minify: true,
      chunkSizeWarningLimit: 1500,
      modulePreload: { polyfill: false },
      rolldownOptions: { input: { index: source('renderer/index.html') } },
    },
  },
})
