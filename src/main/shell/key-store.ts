import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** The part of Electron's safeStorage that this needs. */
export interface SafeStorage {
  isEncryptionAvailable(): boolean
  /** On Linux only: which of the desktop's key stores is behind it. */
  getSelectedStorageBackend?(): string
  encryptString(text: string): Buffer
  decryptString(encrypted: Buffer): string
}

/** One secret in the system's key store, or rather: encrypted by it, in a file that nobody else can read. */
export interface KeyStore {
  /** Whether a secret would be kept at all. */
  isReal(): boolean
  /** False when there is no key store worth the name; then nothing is stored. */
  keep(secret: string): boolean
  read(): string | null
  forget(): void
}

/**
 * Electron encrypts with a fixed password where the desktop has no key store, and calls that `basic_text`. That would
 * protect nothing, so it counts as none (A11).
 */
export function createKeyStore(file: string, storage: SafeStorage): KeyStore {
  const isReal = (): boolean => {
    const backend = storage.getSelectedStorageBackend?.()
    return storage.isEncryptionAvailable() && backend !== 'basic_text' && backend !== 'unknown'
  }
  const forget = (): void => rmSync(file, { force: true })
  return {
    isReal,
    keep(secret) {
      if (!isReal()) return false
      mkdirSync(dirname(file), { recursive: true, mode: 0o700 })
      writeFileSync(file, storage.encryptString(secret), { mode: 0o600 })
      return true
    },
    read() {
      if (!isReal()) return null
      try {
        return storage.decryptString(readFileSync(file))
      } catch {
        // Encrypted by another key store, or not there: of no use to anybody.
        forget()
        return null
      }
    },
    forget,
  }
}

/** One for each name, in a folder. @returns the store of a name, which must be a GUID: it becomes a file’s name */
export const createKeyStores =
  (folder: string, storage: SafeStorage) =>
  (guid: string): KeyStore =>
    createKeyStore(join(folder, guid), storage)
