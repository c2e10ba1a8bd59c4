import type { StorageFault } from '../../domain/shared/storage-faults.ts'
import type { ApiProblem } from './problem.ts'

const full: ApiProblem = {
  status: 507,
  code: 'disk-full',
  title: 'The disk is full.',
  detail: 'Nothing was changed. Free some space; Castellan goes on by itself. What is stored can be read meanwhile.',
  headers: { 'retry-after': '30' },
}
const locked: ApiProblem = {
  status: 503,
  code: 'database-locked',
  title: 'Another program holds the database.',
  detail: 'Nothing was changed. Castellan goes on by itself once that program lets go of castellan.db.',
  headers: { 'retry-after': '5' },
}
const io: ApiProblem = {
  status: 503,
  code: 'disk-error',
  title: 'The disk reports an error.',
  detail: 'Nothing was changed, and it is tried again. If it lasts, look at the disk, and copy the backups elsewhere.',
  headers: { 'retry-after': '30' },
}
const readOnly: ApiProblem = {
  status: 503,
  code: 'data-read-only',
  title: 'The data directory is read-only.',
  detail: 'Nothing was changed. Castellan goes on by itself once it can write there again.',
  headers: { 'retry-after': '30' },
}
const permission: ApiProblem = {
  status: 503,
  code: 'data-access-denied',
  title: 'Castellan may not use its files.',
  detail: 'Nothing was changed. Give its user the right to read and write the data directory; it goes on by itself.',
  headers: { 'retry-after': '30' },
}
const damaged: ApiProblem = {
  status: 503,
  code: 'data-damaged',
  title: 'A file of the data directory is damaged.',
  detail:
    'Nothing was changed. If it is castellan.db, end Castellan and put the newest good backup in its place: ' +
    'castellan backup restore newest.',
  headers: { 'retry-after': '600' },
}

const problems: Readonly<Record<StorageFault['kind'], ApiProblem>> = {
  full,
  locked,
  io,
  'read-only': readOnly,
  permission,
  damaged,
}

/** A fault of the storage as each of the three APIs answers it. */
export function storageProblem({ kind, detail }: StorageFault): ApiProblem {
  const problem = problems[kind]
  return detail === undefined ? problem : { ...problem, detail }
}
