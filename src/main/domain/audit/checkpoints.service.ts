import type { Writer } from '../../storage/open.ts'
import type { Environment } from '../shared/environment.ts'
import { genesis, hashEntry } from './audit.ts'
import { system } from '../shared/actor.ts'
import { recordAudit } from './audit.service.ts'
import * as entries from './audit.store.ts'
import { canonical } from '../shared/canonical-json.ts'
import { instant } from '../shared/instant.ts'
import { CheckpointBody, type SignedCheckpoint, type Signer, signCheckpoint } from './checkpoint.ts'
import * as store from './checkpoints.store.ts'
import { emptyTree, grow, rootOf, type Tree } from './tree.ts'

/** No stretch of the log longer than this stays unsigned. */
const everyEntries = 1000
const day = 24 * 60 * 60_000
const batch = 1000

interface CheckpointsDependencies {
  readonly env: Pick<Environment, 'store' | 'clock'>
  readonly signer: Signer
  /** Keeps it outside the database. */
  readonly publish: (signed: SignedCheckpoint) => void
}

export type Checkpoints = ReturnType<typeof createCheckpoints>

/**
 * Signs how far the log has got: every 1,000 entries, once a day when there is something new, and on request.
 * One closure: its functions share the signer and where signing was refused.
 */
// oxlint-disable-next-line max-lines-per-function -- one closure over the growing tree
export function createCheckpoints({ env, signer, publish }: CheckpointsDependencies) {
  const { store: database, clock } = env
  let announced = false
  /** Where the entries were found not to hold together; `verify` says what is wrong there. */
  let refusedAt: number | null = null

  /** @returns null when there is nothing to sign, or when the entries since the last one don't hold together */
  function signAt(tx: Writer, seq: number): SignedCheckpoint | null {
    const before = store.last(tx)
    if (before !== undefined && before.seq >= seq) return viewCheckpoint(before)
    const grown = treeUpTo(tx, before, seq)
    if (grown === null) return null
    const at = Math.max(clock(), before?.at ?? 0)
    const signed = signCheckpoint(
      {
        type: 'castellan audit checkpoint',
        v: 1,
        entries: seq,
        head: grown.head,
        root: rootOf(grown.tree),
        at: instant(at),
        key: signer.keyId,
      },
      signer,
    )
    store.insert(tx, {
      seq,
      at,
      body: canonical(signed.checkpoint),
      signature: signed.signature,
      public_key: signer.publicKeyPem,
      peaks: JSON.stringify(grown.tree.peaks),
    })
    return signed
  }

  function take(choose: (head: number) => number | null): SignedCheckpoint | null {
    const signed = database.transact((tx) => {
      noteOtherKey(tx)
      const seq = choose(entries.head(tx)?.seq ?? 0)
      return seq === null ? null : signAt(tx, seq)
    })
    if (signed !== null) publish(signed)
    return signed
  }

  /** A lost key is replaced, and the log says so: what the old one signed is no longer confirmed by the new one. */
  function noteOtherKey(tx: Writer): void {
    const before = store.last(tx)
    if (announced || before === undefined || before.public_key === signer.publicKeyPem) return
    announced = true
    const details = { before: viewCheckpoint(before).checkpoint.key, now: signer.keyId }
    recordAudit(tx, clock(), system, {
      action: 'audit.key-replaced',
      object: { type: 'key', id: signer.keyId },
      details,
    })
  }

  return {
    /** Every key that signed one, and the present one, in SPKI. */
    keys: (): string[] => [
      ...new Set([...store.list(database.reader).map(({ public_key }) => public_key), signer.publicKeyPem]),
    ],

    /** Signs everything up to now. @returns the newest checkpoint; null while the log is empty or does not hold */
    now: (): SignedCheckpoint | null => take((head) => (head === 0 ? null : head)),

    /** Signs what is due. Asked every second, so asking costs two small reads. */
    due(): void {
      for (;;) {
        const { reader } = database
        const last = store.last(reader)
        const seq = dueAt(entries.head(reader)?.seq ?? 0, last, clock())
        if (seq === null || seq === refusedAt) return
        if (take(() => seq) === null) refusedAt = seq
      }
    },

    /** Oldest first. */
    list: (): SignedCheckpoint[] => store.list(database.reader).map(viewCheckpoint),

    /** Writes down outside what a crash or somebody took away there. */
    publishAll(): void {
      for (const row of store.list(database.reader)) publish(viewCheckpoint(row))
    },
  }
}

/** The next entry at which a checkpoint is due; null when none is. */
export function dueAt(head: number, last: { seq: number; at: number } | undefined, now: number): number | null {
  const signed = last?.seq ?? 0
  if (head <= signed) return null
  const round = (Math.floor(signed / everyEntries) + 1) * everyEntries
  if (round <= head) return round
  return last === undefined || Math.floor(now / day) > Math.floor(last.at / day) ? head : null
}

function treeUpTo(
  tx: Writer,
  before: store.StoredCheckpoint | undefined,
  seq: number,
): { tree: Tree; head: string } | null {
  let tree: Tree = before ? { size: before.seq, peaks: JSON.parse(before.peaks) as string[] } : emptyTree
  let head = before ? viewCheckpoint(before).checkpoint.head : genesis
  while (tree.size < seq) {
    const rows = entries.from(tx, tree.size + 1, Math.min(batch, seq - tree.size))
    if (rows.length === 0) return null
    for (const [i, { seq: own, entry, previous_hash, hash }] of rows.entries()) {
      // A broken chain is never signed: the signature would vouch for it.
      if (own !== tree.size + 1 + i || previous_hash !== head || hashEntry(entry) !== hash) return null
      head = hash
    }
    tree = grow(
      tree,
      rows.map(({ hash }) => hash),
    )
  }
  return { tree, head }
}

function viewCheckpoint({ body, signature }: store.StoredCheckpoint): SignedCheckpoint {
  return { checkpoint: CheckpointBody.parse(JSON.parse(body)), signature }
}
