import type { Database, Statement } from 'better-sqlite3'
import { type CompiledQuery, DummyDriver, Kysely, SqliteAdapter, SqliteIntrospector, SqliteQueryCompiler } from 'kysely'
import type { Reader, Writer } from './open.ts'
import type { Schema } from './schema.ts'

const compiler = new Kysely<Schema>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  },
})

/** Stands in for a value while a query is compiled, so that one compiled text serves every call. */
class Parameter {
  readonly name: string
  constructor(name: string) {
    this.name = name
  }
}

const parameters = new Proxy({}, { get: (_, name) => new Parameter(String(name)) })

export interface Query<P, R> {
  all(db: Reader, params: P): R[]
  get(db: Reader, params: P): R | undefined
  /** @returns how many rows changed, and the id of the last inserted one */
  run(db: Writer, params: P): { changes: number; lastInsertRowid: number }
}

/**
 * A typed statement: built by Kysely once, prepared once per connection, run many times.
 * Building per request would cost 1.4 to 1.8 times the whole request.
 *
 *     const findUser = query((q, p: { name: string }) => q.selectFrom('user').selectAll().where('username', '=', p.name))
 *     findUser.get(db, { name: 'ana' })
 */
export function query<P extends object, R>(
  build: (q: Kysely<Schema>, p: P) => { compile(): CompiledQuery<R> },
): Query<P, R> {
  let compiled: { sql: string; bind: (params: P) => unknown[] } | undefined
  const compile = () => {
    const { sql, parameters: values } = build(compiler, parameters as P).compile()
    const bind = (params: P) =>
      values.map((value) =>
        value instanceof Parameter ? toSqlite((params as Record<string, unknown>)[value.name]) : toSqlite(value),
      )
    compiled = { sql, bind }
    return compiled
  }
  uncompiled.push(() => compiled ?? compile())
  const ready = (db: Reader, params: P) => {
    const { sql, bind } = compiled ?? compile()
    return { statement: prepared(db, sql), values: bind(params) }
  }
  return {
    all: (db, params) => {
      const { statement, values } = ready(db, params)
      return statement.all(...values) as R[]
    },
    get: (db, params) => {
      const { statement, values } = ready(db, params)
      return statement.get(...values) as R | undefined
    },
    run: (db, params) => {
      const { statement, values } = ready(db, params)
      const { changes, lastInsertRowid } = statement.run(...values)
      return { changes, lastInsertRowid: Number(lastInsertRowid) }
    },
  }
}

/** Statements that nobody has asked for yet. */
const uncompiled: (() => unknown)[] = []

/**
 * Compiles the statements that were not needed yet, one per turn of the event loop. Otherwise the first import compiles
 * dozens of them at once, and other requests wait 50 ms.
 */
export function compileQueriesInSlices(): void {
  uncompiled.shift()?.()
  if (uncompiled.length > 0) setImmediate(compileQueriesInSlices).unref()
}

const cache = new WeakMap<Database, Map<string, Statement>>()

/** More than the program has of its own. */
const mostKept = 2000

/**
 * The prepared statement for a SQL text on this connection: bulk work and recursive queries are written by hand. No value
 * of a client stands in a text, but a filter's shape does, and clients have as many shapes as they like: beyond `mostKept`
 * all are forgotten and prepared again as they are asked for.
 */
export function prepared<R = unknown>(db: Reader, sql: string): Statement<unknown[], R> {
  let statements = cache.get(db)
  if (!statements) cache.set(db, (statements = new Map()))
  let statement = statements.get(sql)
  if (!statement) {
    if (statements.size >= mostKept) statements.clear()
    statements.set(sql, (statement = db.prepare(sql)))
  }
  return statement as Statement<unknown[], R>
}

function toSqlite(value: unknown): unknown {
  return typeof value === 'boolean' ? Number(value) : value === undefined ? null : value
}
