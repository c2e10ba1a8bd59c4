import { type Selectable, sql } from 'kysely'
import type { Reader, Writer } from '../../../storage/open.ts'
import { query } from '../../../storage/query.ts'
import type { Schema } from '../../../storage/schema.ts'
import type { PrivateFile } from '../../shared/private-file.ts'

export type ReceivedRow = Selectable<Schema['received_file']> & {
  import_guid: string | null
  application_name: string | null
  application_guid: string | null
}

export interface ReceivedFilter {
  readonly state?: ReceivedRow['state'] | undefined
  /** The id of an application: only its files. */
  readonly application?: string | undefined
  /** Of an application, only files whose bytes are stored. */
  readonly readable?: boolean | undefined
}

/** What became of a file, and why. */
export interface FileState {
  readonly state: ReceivedRow['state']
  readonly why: string
  readonly importGuid?: string | null
}

interface NewReceivedFile extends Omit<PrivateFile, 'sha256'> {
  readonly guid: string
  readonly origin: ReceivedRow['origin']
  readonly path: string
  /** Null while the bytes are not stored. */
  readonly sha256: string | null
  readonly seenAt: number
  readonly state: ReceivedRow['state']
  readonly why: string
  readonly sourceId: number | null
  readonly group: string | null
  readonly promisedRows: number | null
}

const insert = query((q, p: NewReceivedFile) =>
  q.insertInto('received_file').values({
    guid: p.guid,
    origin: p.origin,
    path: p.path,
    name: p.name,
    size: p.size,
    sha256: p.sha256,
    modified_at: p.modifiedAt,
    seen_at: p.seenAt,
    state: p.state,
    why: p.why,
    source_id: p.sourceId,
    file_group: p.group,
    promised_rows: p.promisedRows,
  }),
)
const remove = query((q, p: { id: number }) => q.deleteFrom('received_file').where('id', '=', p.id))
const withNames = (q: Parameters<Parameters<typeof query>[0]>[0]) =>
  q
    .selectFrom('received_file as f')
    .leftJoin('import as i', 'i.id', 'f.import_id')
    .leftJoin('source as s', 's.id', 'f.source_id')
    .leftJoin('application as a', 'a.id', 's.application_id')
    .selectAll('f')
    .select(['i.guid as import_guid', 'a.name as application_name', 'a.guid as application_guid'])
const byGuid = query((q, p: { guid: string }) => withNames(q).where('f.guid', '=', p.guid))
const byId = query((q, p: { id: number }) => withNames(q).where('f.id', '=', p.id))
const newest = query((q, p: { before: number; limit: number }) =>
  withNames(q).where('f.id', '<', p.before).orderBy('f.id', 'desc').limit(p.limit),
)
const newestInState = query((q, p: { state: ReceivedRow['state']; before: number; limit: number }) =>
  withNames(q).where('f.state', '=', p.state).where('f.id', '<', p.before).orderBy('f.id', 'desc').limit(p.limit),
)
/** Files of one application: few enough to be filtered as they are read. */
type OfApplication = { application: string; state: ReceivedRow['state'] | null; readable: number }
const passes = (p: OfApplication) =>
  sql<boolean>`a.guid = ${p.application} AND (${p.state} IS NULL OR f.state = ${p.state}) AND (${p.readable} = 0 OR f.sha256 IS NOT NULL)`
const newestOfApplication = query((q, p: OfApplication & { before: number; limit: number }) =>
  withNames(q).where(passes(p)).where('f.id', '<', p.before).orderBy('f.id', 'desc').limit(p.limit),
)
const countOfApplication = query((q, p: OfApplication) =>
  withNames(q)
    .where(passes(p))
    .clearSelect()
    .select((e) => e.fn.countAll<number>().as('n')),
)
const count = query((q, _: Record<never, never>) =>
  q.selectFrom('received_file').select((e) => e.fn.countAll<number>().as('n')),
)
const countInState = query((q, p: { state: ReceivedRow['state'] }) =>
  q
    .selectFrom('received_file')
    .where('state', '=', p.state)
    .select((e) => e.fn.countAll<number>().as('n')),
)
/** The newest row of a path of the folder. */
const lastAtPath = query((q, p: { path: string }) =>
  withNames(q).where('f.path', '=', p.path).orderBy('f.id', 'desc').limit(1),
)
const setState = query((q, p: { id: number; state: ReceivedRow['state']; why: string; importId: number | null }) =>
  q.updateTable('received_file').set({ state: p.state, why: p.why, import_id: p.importId }).where('id', '=', p.id),
)
const setOwner = query((q, p: { id: number; sourceId: number; group: string }) =>
  q
    .updateTable('received_file')
    .set({ state: 'recognised', source_id: p.sourceId, file_group: p.group })
    .where('id', '=', p.id),
)
const setWaiting = query((q, p: { id: number; size: number; modifiedAt: number; why: string }) =>
  q.updateTable('received_file').set({ size: p.size, modified_at: p.modifiedAt, why: p.why }).where('id', '=', p.id),
)
/** Files of the folders that are not ready to be taken. */
const waiting = query((q, _: Record<never, never>) =>
  withNames(q).where('f.state', '=', 'waiting').where('f.origin', '=', 'folder'),
)
/** Files of a source that are recognised and in no import yet, newest first. */
const waitingFor = query((q, p: { sourceId: number }) =>
  q
    .selectFrom('received_file')
    .selectAll()
    .where('source_id', '=', p.sourceId)
    .where('state', '=', 'recognised')
    .orderBy('id', 'desc'),
)
const openImportWith = query((q, p: { sourceId: number; sha256: string }) =>
  q
    .selectFrom('import as i')
    .innerJoin('import_file as f', 'f.import_id', 'i.id')
    .where('i.source_id', '=', p.sourceId)
    .where('f.sha256', '=', p.sha256)
    .where('i.state', 'in', ['queued', 'staging', 'staged', 'applying'])
    .select(['i.id', 'i.guid']),
)
/** Imports that wait for a decision and were read from a path of a folder, in another state of its file. */
const stagedFromPath = query((q, p: { sourceId: number; path: string; sha256: string }) =>
  q
    .selectFrom('import as i')
    .innerJoin('import_file as f', 'f.import_id', 'i.id')
    .where('i.source_id', '=', p.sourceId)
    .where('f.origin', '=', p.path)
    .where('f.sha256', '<>', p.sha256)
    .where('i.state', 'in', ['queued', 'staged'])
    .select(['i.guid', 'i.id'])
    .distinct(),
)
const importId = query((q, p: { guid: string }) => q.selectFrom('import').select('id').where('guid', '=', p.guid))
const filesOfImport = query((q, p: { guid: string }) => withNames(q).where('i.guid', '=', p.guid))

export const received = {
  /** Whose file it is may be left out while nobody knows. */
  insert: (
    tx: Writer,
    row: Omit<NewReceivedFile, 'sourceId' | 'group' | 'promisedRows'> & Partial<NewReceivedFile>,
  ): number => insert.run(tx, { sourceId: null, group: null, promisedRows: null, ...row }).lastInsertRowid,
  remove: (tx: Writer, id: number) => remove.run(tx, { id }),
  get: (db: Reader, guid: string): ReceivedRow | undefined => byGuid.get(db, { guid }),
  byId: (db: Reader, id: number): ReceivedRow | undefined => byId.get(db, { id }),
  list(db: Reader, { state, application, readable }: ReceivedFilter, page: { before: number; limit: number }) {
    if (application !== undefined) {
      const filter = { application, state: state ?? null, readable: readable === true ? 1 : 0 }
      const rows = newestOfApplication.all(db, { ...filter, ...page })
      return { rows, total: countOfApplication.get(db, filter)?.n ?? 0 }
    }
    return state === undefined
      ? { rows: newest.all(db, page), total: count.get(db, {})?.n ?? 0 }
      : { rows: newestInState.all(db, { state, ...page }), total: countInState.get(db, { state })?.n ?? 0 }
  },
  lastAtPath: (db: Reader, path: string): ReceivedRow | undefined => lastAtPath.get(db, { path }),
  setState: (tx: Writer, id: number, { state, why, importGuid = null }: FileState) =>
    setState.run(tx, {
      id,
      state,
      why,
      importId: importGuid === null ? null : (importId.get(tx, { guid: importGuid })?.id ?? null),
    }),
  setOwner: (tx: Writer, id: number, sourceId: number, group: string) => setOwner.run(tx, { id, sourceId, group }),
  setWaiting: (tx: Writer, row: { id: number; size: number; modifiedAt: number; why: string }) =>
    setWaiting.run(tx, row),
  waiting: (db: Reader): ReceivedRow[] => waiting.all(db, {}),
  waitingFor: (db: Reader, sourceId: number) => waitingFor.all(db, { sourceId }),
  openImportWith: (db: Reader, sourceId: number, sha256: string) => openImportWith.get(db, { sourceId, sha256 }),
  stagedFromPath: (db: Reader, sourceId: number, path: string, sha256: string) =>
    stagedFromPath.all(db, { sourceId, path, sha256 }),
  ofImport: (db: Reader, guid: string): ReceivedRow[] => filesOfImport.all(db, { guid }),
}
