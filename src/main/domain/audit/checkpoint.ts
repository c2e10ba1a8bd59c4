import { createHash, createPublicKey, verify } from 'node:crypto'
import { z } from 'zod'
import { canonical } from '../shared/canonical-json.ts'

const Hash = z.string().regex(/^[0-9a-f]{64}$/)

/** What is signed: that the log had so many entries then, and that they were these. */
export const CheckpointBody = z.strictObject({
  type: z.literal('castellan audit checkpoint'),
  v: z.literal(1),
  entries: z.number().int().positive(),
  /** Hash of the last of them, which commits to all before it. */
  head: Hash,
  /** Root of the RFC 9162 tree over them, by which one entry can be shown without the others. */
  root: Hash,
  at: z.iso.datetime({ precision: 3 }),
  /** Names the key that signed. */
  key: z.string().regex(/^[0-9a-f]{16}$/),
})
export type CheckpointBody = z.infer<typeof CheckpointBody>

/** Ed25519 over the UTF-8 bytes of the canonical JSON of the body, in base64. */
export const SignedCheckpoint = z.strictObject({ checkpoint: CheckpointBody, signature: z.base64() })
export type SignedCheckpoint = z.infer<typeof SignedCheckpoint>

/** The key of this data directory. It is stored beside the database, and its private half never leaves this interface. */
export interface Signer {
  readonly keyId: string
  /** SPKI, so that any tool can check a signature. */
  readonly publicKeyPem: string
  sign(bytes: Buffer): Buffer
}

export function signCheckpoint(body: CheckpointBody, signer: Signer): SignedCheckpoint {
  return { checkpoint: body, signature: signer.sign(Buffer.from(canonical(body))).toString('base64') }
}

export function isSignedBy({ checkpoint, signature }: SignedCheckpoint, publicKeyPem: string): boolean {
  if (checkpoint.key !== keyIdOf(publicKeyPem)) return false
  return verify(null, Buffer.from(canonical(checkpoint)), publicKeyPem, Buffer.from(signature, 'base64'))
}

/** The first 16 hexadecimal digits of the SHA-256 of the key's 32 bytes. */
export function keyIdOf(publicKeyPem: string): string {
  const { x = '' } = createPublicKey(publicKeyPem).export({ format: 'jwk' })
  return createHash('sha256').update(Buffer.from(x, 'base64url')).digest('hex').slice(0, 16)
}
