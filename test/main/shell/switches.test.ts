import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unknownSwitch } from '../../../src/main/shell/switches.ts'

/** Each opened the packaged program to a debugger, another proxy, a launcher or a log when only a list of known dangers was refused. */
const attacks = [
  'remote-debugging-port=9222',
  'remote-debugging-pipe',
  'inspect',
  'inspect-brk=0',
  'no-sandbox',
  'disable-web-security',
  'gpu-launcher=/tmp/x',
  'renderer-cmd-prefix=/tmp/x',
  'utility-cmd-prefix=/tmp/x',
  'host-rules=MAP * evil.test',
  'host-resolver-rules=MAP * evil.test',
  'proxy-server=evil.test',
  'proxy-pac-url=http://evil.test/p',
  'log-net-log=/tmp/log',
  'load-extension=/tmp/x',
  'user-data-dir=/tmp/x',
  'js-flags=--expose-gc',
  'enable-features=X',
]

describe('a packaged start', () => {
  it.each(attacks.flatMap((name) => [`--${name}`, `-${name}`, `--${name.toUpperCase()}`, ` --${name}`]))(
    'is refused with %s',
    (argument) => expect(unknownSwitch(['castellan', argument], 'linux')).toBe(argument.split('=')[0]),
  )

  it.each(attacks)('is refused with /%s on Windows', (name) =>
    expect(unknownSwitch(['castellan.exe', `/${name}`], 'win32')).toBe(`/${name.split('=')[0]}`),
  )

  it('is refused with every switch that is not known to be harmless', () => {
    const name = fc.stringMatching(/^[a-z][a-z-]{2,30}$/)
    const knownSwitches = new Set(['data', 'imports', 'port', 'lang', 'disable-gpu', 'disable-gpu-compositing'])
    fc.assert(
      fc.property(name, fc.constantFrom('-', '--'), (switchName, dashes) => {
        fc.pre(!knownSwitches.has(switchName))
        expect(unknownSwitch([`${dashes}${switchName}`], 'linux')).toBe(`${dashes}${switchName}`)
      }),
    )
  })

  it('takes its own arguments, links, files and what changes only how things look', () => {
    const line = [
      'castellan',
      '--data',
      'C:\\Data',
      '--port=0',
      '--disable-gpu',
      '-lang=de',
      'castellan://open/import/1',
      '/tmp/core.csv',
    ]
    expect(unknownSwitch(line, 'linux')).toBeUndefined()
    expect(unknownSwitch(['castellan.exe', '--data', 'C:\\Data', 'D:\\files\\core.csv'], 'win32')).toBeUndefined()
  })

  it('reads nothing after a bare --, as Chromium does', () => {
    expect(unknownSwitch(['castellan', '--', '--not-a-switch.csv'], 'linux')).toBeUndefined()
  })
})
