import type { Environment } from '../shared/environment.ts'
import { instantOrNull } from '../shared/instant.ts'
import * as entries from './audit.store.ts'
import { keyIdOf } from './checkpoint.ts'
import { createChainCheck, type Finding, type Stated } from './chain.ts'
import * as checkpoints from './checkpoints.store.ts'
import { type KeptCheckpoint, readKeptCheckpoints } from './claims.ts'

/** Entries per slice, so that other requests are answered in between. */
const batch = 500

interface VerifyDependencies {
  readonly env: Pick<Environment, 'store'>
  readonly publicKeyPem: string
  /** The files in the folder of checkpoints. */
  readonly files: readonly { readonly name: string; readonly text: string }[]
  /** Yields to other work. */
  readonly pause: () => Promise<void>
}

export interface Verification {
  readonly entries: number
  readonly head: string
  readonly root: string
  /** What is wrong. Empty means that the log is intact. */
  readonly problems: readonly Finding[]
  /** Not wrong, but worth knowing: the clock was set back, a file is missing. */
  readonly notices: readonly Finding[]
  readonly checkpoints: { readonly count: number; readonly entries: number; readonly at: string | null }
}

/**
 * Walks the whole chain and compares it with every checkpoint: those of the database, those in files beside it, and
 * those that somebody kept elsewhere, which alone are good against whoever has this machine.
 * @param onEntry receives every entry that can be read
 */
export async function verifyLog(
  { env, publicKeyPem, files, pause }: VerifyDependencies,
  keptCheckpoints: readonly KeptCheckpoint[],
  onEntry: (entry: Stated) => void,
): Promise<Verification> {
  const { reader } = env.store
  const rows = checkpoints.list(reader)
  const inDatabase = rows.map(({ seq, body, signature }) => ({
    where: `the checkpoint of ${seq} entries`,
    text: `{"checkpoint":${body},"signature":${JSON.stringify(signature)}}`,
  }))
  const inFiles = files.map(({ name, text }) => ({ where: `the checkpoint in checkpoints/${name}`, text }))
  const keys = [...new Set([publicKeyPem, ...rows.map(({ public_key }) => public_key)])]
  const read = readKeptCheckpoints([...inDatabase, ...inFiles, ...keptCheckpoints], keys)
  const replaced = new Set<string>()
  const chain = createChainCheck(read.claims, (entry) => {
    // Entries from before schema 15 have a blank in the name.
    if (entry.action.replace(' ', '-') === 'audit.key-replaced') replaced.add(String(entry.details['before']))
    onEntry(entry)
  })
  let next = 1
  for (;;) {
    const rowsRead = entries.from(reader, next, batch)
    const last = rowsRead.at(-1)
    if (last === undefined) break
    chain.feed(rowsRead)
    next = last.seq + 1
    await pause()
  }
  const { entries: count, head, root, problems, notices } = chain.finish()
  const strays = compareFolder(new Set(rows.map(({ seq }) => seq)), files)
  const newest = rows.at(-1)
  const ownKey = keyIdOf(publicKeyPem)
  const foreign = read.claims
    .filter(({ body: { key } }) => key !== ownKey && !replaced.has(key))
    .map(({ body, where }) => ({ seq: body.entries, what: `${where} was signed by another key, ${body.key}` }))
  return {
    entries: count,
    head,
    root,
    problems: [...read.problems, ...problems, ...foreign, ...strays.problems],
    notices: [...notices, ...strays.notices],
    checkpoints: {
      count: rows.length,
      entries: newest?.seq ?? 0,
      at: instantOrNull(newest?.at ?? null),
    },
  }
}

function compareFolder(
  rows: ReadonlySet<number>,
  files: VerifyDependencies['files'],
): { problems: Finding[]; notices: Finding[] } {
  const sequences = new Set(files.map(({ name }) => Number(/^(\d+)\.json$/.exec(name)?.[1] ?? Number.NaN)))
  return {
    problems: [...sequences]
      .filter((seq) => !rows.has(seq))
      .map((seq) => ({ seq, what: 'a checkpoint stands in its file and not in the database' })),
    notices: [...rows]
      .filter((seq) => !sequences.has(seq))
      .map((seq) => ({ seq, what: 'a checkpoint stands in the database and not in its file' })),
  }
}
