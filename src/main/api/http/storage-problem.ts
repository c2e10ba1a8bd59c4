import type { StorageFault } from '../../domain/shared/storage-faults.ts'
import type { ApiProblem } from './problem.ts'

interface Described {
  readonly status: 503 | 507
  readonly code: string
  readonly title: string
  /** What to do, and what works meanwhile. */
  readonly remedy: string
  readonly retryAfterSeconds: number
}

const described: Readonly<Record<StorageFault['kind'], Described>> = {
  full: {
    status: 507,
    code: 'disk-full',
    title: 'The disk is full.',
    remedy: 'Free some space; Castellan goes on by itself. What is stored can be read meanwhile.',
    retryAfterSeconds: 30,
  },
  locked: {
    status: 503,
    code: 'database-locked',
    title: 'Another program holds the database.',
    remedy: 'Castellan goes on by itself once that program lets go of castellan.db.',
    retryAfterSeconds: 5,
  },
  io: {
    status: 503,
    code: 'disk-error',
    title: 'The disk reports an error.',
    remedy: 'Castellan tries again. If it lasts, check the disk, and copy the backups elsewhere.',
    retryAfterSeconds: 30,
  },
  'read-only': {
    status: 503,
    code: 'data-read-only',
    title: 'The data directory is read-only.',
    remedy: 'Castellan goes on by itself once it can write there again.',
    retryAfterSeconds: 30,
  },
  permission: {
    status: 503,
    code: 'data-access-denied',
    title: 'Castellan may not use its files.',
    remedy: 'Give its user the right to read and write the data directory; Castellan goes on by itself.',
    retryAfterSeconds: 30,
  },
  damaged: {
    status: 503,
    code: 'data-damaged',
    title: 'A file of the data directory is damaged.',
    remedy:
      'If it is castellan.db, end Castellan and put the newest good backup in its place: ' +
      'castellan backup restore newest.',
    retryAfterSeconds: 600,
  },
}

/** What a fault of the storage is, and what to do about it. */
export function describeStorageFault({ kind, detail }: StorageFault): {
  readonly title: string
  readonly remedy: string
} {
  const { title, remedy } = described[kind]
  return { title, remedy: detail ?? remedy }
}

/** The refusal of a request that met a fault of the storage, for each of the three APIs. */
export function storageProblem(fault: StorageFault): ApiProblem {
  const { status, code, retryAfterSeconds } = described[fault.kind]
  const { title, remedy } = describeStorageFault(fault)
  const detail = fault.detail === undefined ? `Nothing was changed. ${remedy}` : remedy
  return { status, code, title, detail, headers: { 'retry-after': String(retryAfterSeconds) } }
}
