/**
 * Writes docs/audit-vectors.json: `node test/support/make-audit-vectors.ts`. A test holds the file equal to this.
 */
import { createPrivateKey, createPublicKey, sign } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { hashEntry, sealEntry } from '../../src/main/domain/audit/audit.ts'
import { type Actor, system } from '../../src/main/domain/shared/actor.ts'
import { canonical, type Json } from '../../src/main/domain/shared/canonical-json.ts'
import { keyIdOf, type Signer, signCheckpoint } from '../../src/main/domain/audit/checkpoint.ts'
import { emptyTree, grow, rootOf } from '../../src/main/domain/audit/tree.ts'

export const vectorsFile = resolve(import.meta.dirname, '../../docs/audit-vectors.json')

/** The private key of RFC 8032, 7.1, test 1. It proves nothing about anybody: everybody has it. */
const published = '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60'

function publishedSigner(): Signer {
  const prefix = Buffer.from('302e020100300506032b657004220420', 'hex')
  const key = createPrivateKey({
    key: Buffer.concat([prefix, Buffer.from(published, 'hex')]),
    format: 'der',
    type: 'pkcs8',
  })
  const publicKeyPem = createPublicKey(key).export({ type: 'spki', format: 'pem' }).toString()
  return { publicKeyPem, keyId: keyIdOf(publicKeyPem), sign: (bytes) => sign(null, bytes, key) }
}

const values: Json[] = [
  { b: 2, a: 1, é: 3, aa: [true, null, 'x'] },
  { numbers: [0, -0, 1e21, 1e-7, 0.1, 1.5, 9007199254740991] },
  { text: 'tab\t quote" slash/ back\\ nul\u0000 é € 𝄞 \u202e' },
]

const ana: Actor = { kind: 'person', name: 'ana', via: 'password', requestId: '00112233445566778899aabbccddeeff' }
const script: Actor = { kind: 'token', name: 'nightly export', via: 'token', tokenId: 7 }
const importId = '6f1d2f5e-4c1b-4b55-9a51-0f6c2f1f0a01'
const at = (time: string): number => Date.parse(`2026-06-30T${time}Z`)

const events = [
  [at('09:00:00.000'), system, 'import.staged', { digest: 'ab'.repeat(32), counts: { joins: 2 } }],
  [at('09:05:00.250'), ana, 'import.approved', { guardOverridden: 'branch 7 was closed — see “4711”' }],
  [at('08:00:00.000'), system, 'clock.rollback', { from: '2026-06-30T09:05:00.250Z', to: '2026-06-30T08:00:00.000Z' }],
  [at('08:00:00.000'), script, 'audit.exported', {}],
  [at('08:00:01.000'), ana, 'session.ended', { count: 0, none: null }],
] as const

export function makeVectors() {
  const signer = publishedSigner()
  let previous = '0'.repeat(64)
  const entries = events.map(([time, actor, action, details], i) => {
    const object = { type: 'import', id: importId }
    const { text, hash } = sealEntry({ seq: i + 1, at: time, actor, event: { action, object, details }, previous })
    previous = hash
    return { text, hash }
  })
  const roots = entries.map((_, i) =>
    rootOf(
      grow(
        emptyTree,
        entries.slice(0, i + 1).map(({ hash }) => hash),
      ),
    ),
  )
  const checkpoints = [2, entries.length].map((count) =>
    signCheckpoint(
      {
        type: 'castellan audit checkpoint',
        v: 1,
        entries: count,
        head: entries[count - 1]?.hash ?? '',
        root: roots[count - 1] ?? '',
        at: '2026-06-30T09:06:00.000Z',
        key: signer.keyId,
      },
      signer,
    ),
  )
  const head = {
    castellan: 'audit export',
    v: 1,
    exportedAt: '2026-06-30T09:06:00.000Z',
    entries: entries.length,
    head: previous,
    keys: [{ id: signer.keyId, publicKey: signer.publicKeyPem }],
  }
  return {
    canonical: values.map((value) => ({ value, text: canonical(value) })),
    emptyRoot: rootOf(emptyTree),
    leafOfNothing: hashEntry(''),
    entries,
    roots,
    key: { privateKey: published, publicKey: signer.publicKeyPem, id: signer.keyId },
    checkpoints: checkpoints.map((signed) => ({ ...signed, signedText: canonical(signed.checkpoint) })),
    export: [
      JSON.stringify(head),
      ...entries.map(({ text }) => text),
      ...checkpoints.map((signed) => JSON.stringify(signed)),
    ],
  }
}

export const vectorsText = (): string => `${JSON.stringify(makeVectors(), null, 2)}\n`

if (process.argv[1] === import.meta.filename) writeFileSync(vectorsFile, vectorsText())
