import { expect, test } from 'vitest'
import { externalUrl } from '../../../src/main/shell/external.ts'
import { isAppUrl } from '../../../src/main/shell/origin.ts'
import { isPermitted } from '../../../src/main/shell/permissions.ts'

test.each(['app://castellan/', 'app://castellan', 'app://castellan/imports/5?q=1#x', 'APP://castellan/'])(
  '%s is ours',
  (url) => {
    expect(isAppUrl(url)).toBe(true)
  },
)

// biome-ignore format: a list to read across
const foreign = [
  'app://castellan.evil/', 'app://castellanevil/', 'app://evil/', 'app://evil/castellan', 'app://castellan@evil/',
  'app://user@castellan/', 'app://user:pass@castellan/', 'app://castellan:80/', 'app://castellan%2eevil/', 'app:castellan',
  'app:///castellan', 'app://./', 'app://', 'app:', 'apps://castellan/', 'app2://castellan/', 'http://castellan/',
  'https://castellan/', 'http://app://castellan/', 'https://evil.test/app://castellan/', 'http://127.0.0.1/', 'http://localhost:17173/',
  'ws://castellan/', 'wss://castellan/', 'file:///etc/passwd', 'file://castellan/', 'FILE:///C:/Windows', 'javascript:alert(1)',
  'JavaScript://castellan/%0aalert(1)', 'data:text/html,<script>1</script>', 'data:,castellan', 'blob:app://castellan/5f2c',
  'blob:https://evil.test/5f2c', 'filesystem:app://castellan/x', 'about:blank', 'about:srcdoc', 'chrome://settings', 'devtools://devtools',
  'view-source:app://castellan/', 'castellan://open/import/1', 'mailto:a@b.c', '//castellan/', '/imports', '', ' ', 'app://cаstellan/',
]
test('there are at least 40 foreign addresses', () => expect(new Set(foreign).size).toBeGreaterThanOrEqual(40))
test.each(foreign)('%s is foreign', (url) => expect(isAppUrl(url)).toBe(false))

test.each(['https://nodejs.org/en', 'mailto:help@castellan.dev'])('%s may leave', (url) => {
  expect(externalUrl(url)).toBe(url)
})
test('a mail carries nothing that the person did not write', () => {
  expect(externalUrl('mailto:a@b.cd?subject=x&attach=/etc/passwd')).toBe('mailto:a@b.cd')
})
test.each([
  'http://nodejs.org/',
  'https://nodejs.org.evil.test/',
  'https://nodejs.org@evil.test/',
  'https://nodejs.org:8443/',
  'https://evil.test/?nodejs.org',
  'file:///usr/bin/xterm',
  'smb://server/share',
  'ms-msdt:/id',
  'search-ms:query=x',
  'javascript:alert(1)',
  'https://nodejs.org/\u0000',
  'https://nodejs.org/\u202egnp.exe',
  'https://nodejs.org/a\nb',
  `https://nodejs.org/${'a'.repeat(3000)}`,
  '\\\\server\\share',
  'mailto:',
  'mailto:a@b',
  'nodejs.org',
  '',
])('%j stays', (url) => expect(externalUrl(url)).toBeNull())

test('two permissions, for the page alone', () => {
  expect(isPermitted('notifications', 'app://castellan/')).toBe(true)
  expect(isPermitted('clipboard-sanitized-write', 'app://castellan/imports')).toBe(true)
  expect(isPermitted('notifications', 'https://evil.test/')).toBe(false)
  for (const permission of [
    'media',
    'geolocation',
    'clipboard-read',
    'display-capture',
    'midi',
    'openExternal',
    'usb',
    'fullscreen',
  ]) {
    expect(isPermitted(permission, 'app://castellan/')).toBe(false)
  }
})
