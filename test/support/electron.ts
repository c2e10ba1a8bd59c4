import { dirname } from 'node:path'
import { createRequire } from 'node:module'
import { findElectron } from '../../src/main/boot/launch.ts'

/** A real Electron for the desktop tests, from ELECTRON_OVERRIDE_DIST_PATH or the installed package, else why not. */
export function electronForTests(): { readonly binary: string } | { readonly missing: string } {
  const require = createRequire(import.meta.url)
  const { platform, env } = process
  const electronPackage = dirname(require.resolve('electron/package.json'))
  const binary = findElectron({ platform, env, args: [], uid: null, electronPackage })
  if (binary === null) {
    return { missing: 'no Electron binary: set ELECTRON_OVERRIDE_DIST_PATH or run `npx install-electron` once' }
  }
  if (platform === 'linux' && !env['DISPLAY'] && !env['WAYLAND_DISPLAY']) {
    return { missing: 'no display: run it on a desktop or under xvfb-run' }
  }
  return { binary }
}
