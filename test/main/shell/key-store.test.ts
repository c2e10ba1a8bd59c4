import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { createKeyStore, type SafeStorage } from '../../../src/main/shell/key-store.ts'

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'castellan-keys-'))))
afterEach(() => rmSync(folder, { recursive: true }))
const file = () => join(folder, 'kept-sign-in')

/** Turns bytes over, which is enough to see that a secret went through it. */
const fake = (backend?: string): SafeStorage => {
  const invert = (bytes: Buffer) => Buffer.from(bytes.map((byte) => byte ^ 0xff))
  return {
    isEncryptionAvailable: () => true,
    ...(backend === undefined ? {} : { getSelectedStorageBackend: () => backend }),
    encryptString: (text) => invert(Buffer.from(`v:${text}`)),
    decryptString: (bytes) => {
      const text = invert(bytes).toString()
      if (!text.startsWith('v:')) throw new Error('another key')
      return text.slice(2)
    },
  }
}

test.each([undefined, 'gnome_libsecret', 'kwallet6'])('a secret comes back from a real key store (%s)', (backend) => {
  const keys = createKeyStore(file(), fake(backend))
  expect(keys.keep('secret-code')).toBe(true)
  expect(readFileSync(file(), 'latin1')).not.toContain('secret-code')
  expect(statSync(file()).mode & 0o777).toBe(0o600)
  expect(keys.read()).toBe('secret-code')
  keys.forget()
  expect(keys.read()).toBeNull()
})

test.each(['basic_text', 'unknown'])('%s protects nothing, so nothing is stored', (backend) => {
  const keys = createKeyStore(file(), fake(backend))
  expect(keys.keep('secret-code')).toBe(false)
  expect(existsSync(file())).toBe(false)
  expect(keys.read()).toBeNull()
})

test('what another key store encrypted is forgotten', () => {
  writeFileSync(file(), 'something else')
  expect(createKeyStore(file(), fake()).read()).toBeNull()
  expect(existsSync(file())).toBe(false)
})
