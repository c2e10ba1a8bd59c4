import { createHash } from 'node:crypto'
import { accountAttributes } from '../../domain/identities/access-facts.ts'
import type { ProveJob, ProveResult } from '../../domain/jobs/jobs.ts'
import { openReader, type Reader } from '../../storage/open.ts'

/** One kind of fact: its table, its anchor, what it says, and how its comings and goings are called. */
interface Kind {
  readonly table: string
  readonly ids: readonly [account: string, entitlement: string]
  readonly facts: (v: string) => string
  readonly words: readonly [appears: string, vanishes: string, differs: string]
}

const kinds: readonly Kind[] = [
  {
    table: 'account_version',
    ids: ['account_id', '0'],
    facts: (v) => `json_array(${accountAttributes.map((column) => `${v}.${column}`).join(', ')})`,
    words: ['joins', 'leaves', 'changes'],
  },
  {
    table: 'entitlement_version',
    ids: ['0', 'entitlement_id'],
    facts: (v) => `json_array(${v}.description, ${v}.privileged)`,
    words: ['appears', 'disappears', 'redescribes'],
  },
  {
    table: 'grant_version',
    ids: ['account_id', 'entitlement_id'],
    facts: (v) => `${v}.access`,
    words: ['gains', 'loses', 'adjusts'],
  },
]

/** What a generation changed: versions that began with it (`n`), and those that ended with it (`o`). */
function changesOf({ table, ids, facts, words }: Kind, first: boolean): string {
  const [appears, vanishes, differs] = words
  const [account, entitlement] = ids
  const at = (v: string, id: string) => (id === '0' ? '0' : `${v}.${id}`)
  const columns = (v: string) => `${at(v, account)} AS account_id, ${at(v, entitlement)} AS entitlement_id`
  const same = ids.filter((id) => id !== '0').map((id) => `n.${id} = o.${id}`)
  const key = same.join(' AND ')
  // Said twice so that the indexes, which leave out what is still open and what is from the beginning, are used.
  const began = `n.source_id = @source AND n.from_seq = @seq${first ? '' : ' AND n.from_seq > 1'}`
  const ended = `o.source_id = @source AND o.to_seq = @seq AND o.to_seq < 2147483647`
  return `
    SELECT CASE WHEN o.from_seq IS NULL THEN '${appears}' ELSE '${differs}' END AS kind, ${columns('n')},
      CASE WHEN o.from_seq IS NOT NULL THEN ${facts('o')} END AS before, ${facts('n')} AS after
    FROM ${table} n LEFT JOIN ${table} o ON ${key} AND o.source_id = n.source_id AND o.to_seq = n.from_seq
    WHERE ${began}
    UNION ALL
    SELECT '${vanishes}', ${columns('o')}, ${facts('o')}, NULL
    FROM ${table} o WHERE ${ended} AND NOT EXISTS (SELECT 1 FROM ${table} n WHERE ${key} AND n.from_seq = @seq)`
}

const lines = (first: boolean): string => `
  SELECT kind || char(31) || account_id || char(31) || entitlement_id || char(31) || coalesce(before, '') || char(31) || coalesce(after, '')
  FROM (SELECT * FROM (${kinds.map((kind) => changesOf(kind, first)).join(' UNION ALL ')}) ORDER BY 2, 3)`

/** Anchors that nobody had met before this generation, by their names. */
const anchors = (first: boolean): string => {
  const since = `v.source_id = @source AND v.from_seq = @seq${first ? '' : ' AND v.from_seq > 1'}`
  return `
  SELECT line FROM (
    SELECT 1 AS part, a.id, 'account' || char(31) || a.id || char(31) || a.user_name AS line
    FROM account_version v JOIN account a ON a.id = v.account_id
    WHERE ${since} AND NOT EXISTS (SELECT 1 FROM account_version e WHERE e.account_id = v.account_id AND e.from_seq < @seq)
    UNION ALL
    SELECT 2, a.id, 'entitlement' || char(31) || a.id || char(31) || a.group_name || char(31) || a.heading || char(31) || a.section || char(31) || a.permission
    FROM entitlement_version v JOIN entitlement a ON a.id = v.entitlement_id
    WHERE ${since} AND NOT EXISTS (SELECT 1 FROM entitlement_version e WHERE e.entitlement_id = v.entitlement_id AND e.from_seq < @seq)
    ORDER BY 1, 2)`
}

const texts = { first: [lines(true), anchors(true)], later: [lines(false), anchors(false)] } as const

/** Grants are stored in two tables, by account and by entitlement; each row must be in both. */
const strays = `
  SELECT (SELECT count(*) FROM grant_version g WHERE NOT EXISTS (SELECT 1 FROM holder_version h
      WHERE h.entitlement_id = g.entitlement_id AND h.account_id = g.account_id AND h.from_seq = g.from_seq
        AND h.to_seq = g.to_seq AND h.access = g.access AND h.source_id = g.source_id))
    + abs((SELECT count(*) FROM grant_version) - (SELECT count(*) FROM holder_version))`

/**
 * Computes the change set of applied generations again, from the facts alone, in the words of `staging/digest.ts`. A row
 * that was changed, added or removed behind the program's back makes another digest.
 */
export function recomputeDigests({ liveFile, generations }: ProveJob): ProveResult {
  const live = openReader(liveFile)
  try {
    live.pragma('cache_size = -24576')
    // One moment for all of it, whatever is applied meanwhile.
    live.exec('BEGIN')
    const digests = generations.map((generation) => digestOf(live, generation))
    const strayGrants = live.prepare<[], number>(strays).pluck().get() ?? 0
    live.exec('COMMIT')
    return { digests, strayGrants }
  } finally {
    live.close()
  }
}

function digestOf(live: Reader, { sourceId, seq, kind }: ProveJob['generations'][number]): string {
  const hash = createHash('sha256')
  const [changes, names] = seq === 1 ? texts.first : texts.later
  const add = (sql: string): void => {
    let text = ''
    for (const line of live.prepare<object, string>(sql).pluck().iterate({ source: sourceId, seq })) {
      text += `${line}\n`
      if (text.length < 65_536) continue
      hash.update(text)
      text = ''
    }
    hash.update(text)
  }
  add(changes)
  // A rollback adds no new person.
  if (kind === 'extract') add(names)
  return hash.digest('hex')
}
