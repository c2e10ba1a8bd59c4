import { posix, win32 } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Asset, resolveAsset } from '../../../src/main/transport/asset-path.ts'

/** True when the file, joined to a bundle folder on either kind of system, stays inside it. */
function stays(asset: Asset): boolean {
  if (asset.kind !== 'file') return true
  const unix = posix.resolve('/bundle', asset.file)
  const windows = win32.resolve('C:\\bundle', asset.file)
  return unix.startsWith('/bundle/') && windows.startsWith('C:\\bundle\\') && !asset.file.includes('\0')
}

const long = 'a'.repeat(4096)
// biome-ignore format: a list to read across
const attacks = [
  '../', '..', '/..', '/../', '/../../etc/passwd', '/assets/../../main/index.js', '/assets/..', '/./index.html',
  '/%2e%2e%2fetc/passwd', '/%2e%2e/etc', '/.%2e/x.js', '/%2E%2E%2Fx.js', '/assets/%2e%2e/%2e%2e/x.js', '/%2e/x.js',
  '/..%2fx.js', '/..%5cx.js', '/%5c..%5cx.js', '/\\..\\x.js', '/assets\\x.js', '/%5c%5chost%5cshare%5cx.js',
  '/%00', '/index.html%00.js', '/assets/a.js%00', '/%0a', '/a%0d%0ax.js', '/%7f.js', '/%01',
  '/%252e%252e%252fx.js', '/%252e%252e/x.js', '/%25252e%25252e/x.js', '/%2500', '/%255c..%255cx.js',
  '/C:/Windows/win.ini', '/c:%5cWindows', '/C%3A/x.js', '/a.js:x', '/a.js::$DATA', '/file:///etc/passwd',
  '//host/share/x.js', '//etc/passwd.js', '/assets//x.js', '/%2f%2fhost/x.js', '/%2fetc%2fx.js',
  `/${long}`, `/${long}.js`, `/${'../'.repeat(1000)}x.js`, `/${'a/'.repeat(2000)}x.js`,
  '/%', '/%zz', '/%c0%ae%c0%ae/x.js', '/%e0%80%ae/x.js', '/%ff.js', '/%u002e.js',
  '', 'x.js', 'http://evil.test/x.js', '/.env', '/.git', '/assets/.htaccess.js', '/~root/x.js', '/con .js',
]

describe('a path that tries to leave the bundle', () => {
  test('there are at least 60 of them', () => expect(new Set(attacks).size).toBeGreaterThanOrEqual(60))

  test.each(attacks)('%s is refused', (path) => {
    expect(resolveAsset(path)).toMatchObject({ kind: 'refused' })
  })

  test('nothing that can be typed leaves it', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '..',
        '.',
        '%2e',
        '%2E%2e',
        '/',
        '//',
        '\\',
        '%5c',
        '%2f',
        '%00',
        '%25',
        ':',
        'C:',
        '~',
        '.js',
        'a',
      ),
      fc.string({ maxLength: 6 }),
      fc.string({ unit: 'grapheme', maxLength: 4 }),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => stays(resolveAsset(`/${pieces.join('')}`))),
      { numRuns: 10_000 },
    )
  })
})

describe('a path of the page', () => {
  test.each([
    ['/', { kind: 'page' }],
    ['/index.html', { kind: 'page' }],
    ['/imports/5f2c', { kind: 'page' }],
    ['/people/ana.silva', { kind: 'page' }],
    ['/people/Ana%20Silva', { kind: 'page' }],
    ['/theme.js', { kind: 'file', file: 'theme.js', type: 'text/javascript; charset=utf-8' }],
    ['/assets/index-a1_B.css', { kind: 'file', file: 'assets/index-a1_B.css', type: 'text/css; charset=utf-8' }],
  ])('%s', (path, asset) => expect(resolveAsset(path)).toEqual(asset))
})
