import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { DamagedFileError, storageFault } from '../../../src/main/storage/storage-fault.ts'
import { storageHealth } from '../../../src/main/storage/storage-health.ts'

const failure = (code: string, cause?: unknown) => Object.assign(new Error('x', { cause }), { code })

describe('a fault of the storage', () => {
  it.each([
    ['full', ['SQLITE_FULL', 'ENOSPC', 'EDQUOT', 'EFBIG']],
    ['locked', ['SQLITE_BUSY', 'SQLITE_BUSY_SNAPSHOT', 'SQLITE_LOCKED', 'SQLITE_PROTOCOL', 'EBUSY']],
    ['io', ['SQLITE_IOERR', 'SQLITE_IOERR_FSYNC', 'SQLITE_IOERR_SHMSIZE', 'EIO', 'EMFILE']],
    ['read-only', ['SQLITE_READONLY', 'SQLITE_READONLY_DBMOVED', 'EROFS']],
    ['permission', ['SQLITE_CANTOPEN', 'SQLITE_CANTOPEN_ISDIR', 'SQLITE_PERM', 'EACCES', 'EPERM']],
    ['damaged', ['SQLITE_CORRUPT', 'SQLITE_CORRUPT_VTAB', 'SQLITE_NOTADB']],
  ])('is known as %s by its codes', (kind, codes) => {
    for (const code of codes) expect([code, storageFault(failure(code))?.kind]).toEqual([code, kind])
  })

  it('is known by what caused an error, and no other error is one', () => {
    expect(storageFault(new Error('could not copy', { cause: failure('ENOSPC') }))?.kind).toBe('full')
    for (const error of [new Error('x'), failure('SQLITE_CONSTRAINT_UNIQUE'), failure('ENOENT'), 'SQLITE_FULL', null])
      expect(storageFault(error)).toBeUndefined()
  })
})

describe('the health of a store', () => {
  it('keeps the beginning of a fault, hides it behind damage, and tells each change once', () => {
    let now = 1000
    const told: (string | undefined)[] = []
    const health = storageHealth(() => now)
    health.onChange(() => told.push(health.current()?.kind))
    health.failed(failure('SQLITE_FULL'))
    now = 2000
    health.failed(failure('ENOSPC'))
    expect(health.current()).toEqual({ kind: 'full', since: 1000 })
    // A transaction that found room in its log proves nothing about the disk.
    health.succeeded('locked')
    expect(health.current()?.kind).toBe('full')
    health.failed(new DamagedFileError('audit-key.pem', 'words'))
    health.succeeded()
    expect(health.current()).toMatchObject({ kind: 'damaged', detail: 'words' })
    health.examined('audit-key.pem', null)
    expect(health.current()).toBeNull()
    expect(told).toEqual(['full', 'damaged', 'damaged', undefined])
  })
})

const crash = resolve(import.meta.dirname, '../../../src/main/data-dir/crash.ts')

it.each([
  ['goes on after', 'SQLITE_FULL', 0],
  ['goes on after', 'EIO', 0],
  ['is ended by', 'E_ANYTHING', 1],
])('a program %s an uncaught %s', (_what, code, status) => {
  const script = `
    const { endOnCrash } = await import(${JSON.stringify(crash)})
    endOnCrash(${JSON.stringify('/nowhere')}, (code) => process.exit(code))
    setTimeout(() => process.exit(0), 300)
    void Promise.reject(Object.assign(new Error('x'), { code: '${code}' }))
    setTimeout(() => { throw Object.assign(new Error('x'), { code: '${code}' }) }, 50)`
  const ended = spawnSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' })
  expect(ended.status).toBe(status)
})
