import { tmpdir } from 'node:os'
import { expect, test } from 'vitest'
import { whyNotLocal } from '../../../src/main/instance/local-disk.ts'

test.each([
  ['NFS', '/mnt/x', 0x6969],
  ['SMB', '/mnt/x', 0xff534d42],
  ['SMB, as a signed number', '/mnt/x', 0xff534d42 | 0],
  ['FUSE', '/mnt/x', 0x65735546],
  ['a UNC path', '\\\\server\\share\\castellan', 0],
  ['a UNC path in long form is still the server’s', '//server/share', 0],
])('%s is refused in words', (_name, path, type) => {
  expect(whyNotLocal('D', () => ({ path, type }))).toMatch(/data directory D is on .+local folder/)
})

test.each([
  ['ext4', '/home/x', 0xef53],
  ['a local drive in Windows’ long form', '\\\\?\\C:\\x', 0],
  ['overlay', '/x', 0x794c7630],
])('%s is fine', (_name, path, type) => expect(whyNotLocal('D', () => ({ path, type }))).toBeNull())

test('so is the folder of this test', () => expect(whyNotLocal(tmpdir())).toBeNull())
