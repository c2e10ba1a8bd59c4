import type { Writer } from '../../src/main/storage/open.ts'

/** A layer below the store: makes one write fail as a full or broken disk would, between the program and SQLite. */
export interface FailingStore {
  readonly wrapWriter: (writer: Writer) => Writer
  /** From now on counts writes, and throws at the nth; 0 throws at none. */
  failAt(n: number, code?: string): void
  /** Every write fails until `heal`. */
  failAlways(code: string): void
  heal(): void
  /** Writes since `failAt`: statements, and the COMMIT of each transaction. */
  readonly writes: number
  /** Whether a write was made to fail since `failAt`. */
  readonly failed: boolean
}

export const writeFaults = [
  'SQLITE_FULL',
  'SQLITE_BUSY',
  'SQLITE_IOERR_WRITE',
  'SQLITE_IOERR_FSYNC',
  'SQLITE_READONLY',
  'SQLITE_CANTOPEN',
  'SQLITE_PERM',
] as const

export function failingStore(): FailingStore {
  let at = 0
  let always = false
  let code = 'SQLITE_FULL'
  let writes = 0
  let failed = false

  function write(): void {
    writes++
    if (!always && writes !== at) return
    failed = true
    throw Object.assign(new Error('injected'), { code })
  }

  return {
    wrapWriter(writer) {
      const layer = Object.create(writer) as Writer
      return Object.assign(layer, {
        prepare(sql: string) {
          const statement = writer.prepare(sql)
          if (statement.readonly) return statement
          for (const method of ['run', 'get', 'all'] as const) {
            const real: (...values: unknown[]) => unknown = statement[method].bind(statement)
            const failing = (...values: unknown[]) => {
              write()
              return real(...values)
            }
            Object.defineProperty(statement, method, { value: failing })
          }
          return statement
        },
        exec(sql: string) {
          write()
          writer.exec(sql)
          return layer
        },
        pragma(text: string, options?: Parameters<Writer['pragma']>[1]): unknown {
          if (text.includes('user_version =')) write()
          return writer.pragma(text, options)
        },
        transaction<T>(work: () => T) {
          // What fails at COMMIT is rolled back, like what fails before it.
          return writer.transaction(() => {
            const result = work()
            write()
            return result
          })
        },
      })
    },
    failAt(n, failingCode = 'SQLITE_FULL') {
      ;[at, code, writes, failed, always] = [n, failingCode, 0, false, false]
    },
    failAlways(failingCode) {
      ;[at, code, always] = [0, failingCode, true]
    },
    heal() {
      ;[at, always] = [0, false]
    },
    get writes() {
      return writes
    },
    get failed() {
      return failed
    },
  }
}
