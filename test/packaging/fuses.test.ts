import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

/** Quality bar A9: what the packaged binary will refuse. On a desktop: `npx @electron/fuses read --app <binary>`. */
test('the packager closes every door of the binary that Castellan does not use', () => {
  const manifest = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    build: { electronFuses: unknown }
  }
  expect(manifest.build.electronFuses).toEqual({
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  })
})
