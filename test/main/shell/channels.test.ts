import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { channels } from '../../../src/contract/bridge.ts'
import { channelArguments, type ChannelName, isTrusted } from '../../../src/main/shell/channels.ts'
import { isAppUrl } from '../../../src/main/shell/origin.ts'

const names = Object.keys(channels) as ChannelName[]

test('the bridge is this list and no longer', () => {
  expect(channels).toEqual({
    dropped: 'castellan:dropped',
    chooseFolder: 'castellan:choose-folder',
    showInFolder: 'castellan:show-in-folder',
    notify: 'castellan:notify',
    setTheme: 'castellan:set-theme',
    doorStatus: 'castellan:door-status',
    openExternal: 'castellan:open-external',
    keepSignIn: 'castellan:keep-sign-in',
    keptSignIn: 'castellan:kept-sign-in',
    startsAtLogin: 'castellan:starts-at-login',
    setStartAtLogin: 'castellan:set-start-at-login',
  })
  expect(Object.keys(channelArguments)).toEqual(names)
})

test.each(names)('%s survives a thousand arbitrary messages, and accepts only what its schema says', (name) => {
  fc.assert(
    fc.property(
      fc.array(fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true }), { maxLength: 3 }),
      (args) => {
        const parsed = channelArguments[name].safeParse(args)
        if (parsed.success) expect(parsed.data).toEqual(args)
      },
    ),
    { numRuns: 1000 },
  )
})

describe('a notice', () => {
  const notice = { title: 'An import waits', body: 'See it.', path: '/imports/5f2c' }
  test('is taken as it is', () => expect(channelArguments.notify.safeParse([notice]).success).toBe(true))
  test.each([
    { ...notice, icon: 'file:///etc/passwd' },
    { ...notice, path: 'https://evil.test' },
    { ...notice, path: '//evil.test' },
    { ...notice, path: '/../x' },
    { ...notice, title: 'a\u0007b' },
    { ...notice, body: 'x'.repeat(201) },
  ])('%j is refused', (argument) => expect(channelArguments.notify.safeParse([argument]).success).toBe(false))
})

describe('who may speak', () => {
  const frame = { url: 'app://castellan/imports', parent: null }
  test('the top frame of our window on our page', () =>
    expect(isTrusted({ frame, isOurWindow: true }, isAppUrl)).toBe(true))
  test.each([
    ['a frame inside it', { frame: { ...frame, parent: {} }, isOurWindow: true }],
    ['another page', { frame: { ...frame, url: 'https://evil.test/' }, isOurWindow: true }],
    ['a page whose name begins like ours', { frame: { ...frame, url: 'app://castellan.evil/' }, isOurWindow: true }],
    ['another window', { frame, isOurWindow: false }],
    ['a frame that is gone', { frame: null, isOurWindow: true }],
  ])('not %s', (_name, sender) => expect(isTrusted(sender, isAppUrl)).toBe(false))
})
