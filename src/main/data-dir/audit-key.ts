import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { keyIdOf, type Signer } from '../domain/audit/checkpoint.ts'
import { replaceFile } from '../instance/replace-file.ts'
import { DamagedFileError } from '../storage/storage-fault.ts'

const fileOf = (dataDir: string): string => join(dataDir, 'audit-key.pem')

/**
 * The Ed25519 key by which this data directory signs checkpoints of its audit log: made when it is first needed, and
 * readable by its owner alone. Everybody who can read it can also sign; against them, only checkpoints that were copied to
 * another machine prove anything (docs/audit.md).
 */
export function auditSigner(dataDir: string): Signer & { readonly damage: () => string | null } {
  let key: KeyObject | undefined
  const privateKey = (): KeyObject => (key ??= readKey(dataDir) ?? makeKey(dataDir))
  const publicKeyPem = (): string => createPublicKey(privateKey()).export({ type: 'spki', format: 'pem' }).toString()
  return {
    get keyId() {
      return keyIdOf(publicKeyPem())
    },
    get publicKeyPem() {
      return publicKeyPem()
    },
    sign: (bytes) => sign(null, bytes, privateKey()),
    /** Why the key file cannot be used; null if it can be, or does not exist yet. */
    damage() {
      if (key !== undefined) return null
      try {
        key = readKey(dataDir)
        return null
      } catch (error) {
        if (error instanceof DamagedFileError) return error.message
        throw error
      }
    },
  }
}

/** @throws DamagedFileError when the file is no key */
function readKey(dataDir: string): KeyObject | undefined {
  let pem: string
  try {
    pem = readFileSync(fileOf(dataDir), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  try {
    const key = createPrivateKey(pem)
    if (key.asymmetricKeyType === 'ed25519') return key
  } catch {
    // Said below, without what the file holds.
  }
  throw new DamagedFileError(
    'audit-key.pem',
    'audit-key.pem is damaged, so no checkpoint of the audit log can be signed. Put a copy of it back, or move it away: then a new key is made, and the audit log says so.',
  )
}

/** Whole and on the disk before anything is signed with it: a key that is lost again would have signed in vain. */
function makeKey(dataDir: string): KeyObject {
  const { privateKey } = generateKeyPairSync('ed25519')
  replaceFile(fileOf(dataDir), privateKey.export({ type: 'pkcs8', format: 'pem' }).toString())
  return privateKey
}
