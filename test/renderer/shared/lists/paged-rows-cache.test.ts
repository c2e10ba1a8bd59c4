import { describe, expect, it, vi } from 'vitest'
import { PagedRowsCache } from '../../../../src/renderer/shared/lists/paged-rows-cache.ts'

const size = 10
/** A list of numbers in pages that are reachable by cursor only. */
function list(total: number) {
  const fetchPage = vi.fn(async (cursor: string | undefined) => {
    const from = cursor === undefined ? 0 : Number(cursor)
    const items = Array.from({ length: Math.min(size, total - from) }, (_, at) => from + at)
    return { items, total, next: from + size < total ? String(from + size) : undefined }
  })
  return { fetchPage, cache: new PagedRowsCache<number>(fetchPage, size) }
}
const settle = () => new Promise((resolve) => setTimeout(resolve))

describe('the cache of paged rows', () => {
  it('fetches each visible page once', async () => {
    const { cache, fetchPage } = list(95)
    cache.request(0, 5)
    cache.request(3, 12)
    await settle()
    expect([cache.total, cache.rowAt(0), cache.rowAt(12), cache.rowAt(25)]).toEqual([95, 0, 12, undefined])
    expect(fetchPage).toHaveBeenCalledTimes(2)
  })

  it('walks to the end and then knows the total', async () => {
    const { cache, fetchPage } = list(1000)
    cache.request(0, 5)
    await settle()
    cache.request(990, 999)
    await settle()
    expect(cache.rowAt(999)).toBe(999)
    expect(fetchPage).toHaveBeenCalledTimes(100)
    // The cache dropped the pages on the way and kept their cursors.
    expect(cache.rowAt(105)).toBeUndefined()
    cache.request(100, 109)
    await settle()
    expect(cache.rowAt(105)).toBe(105)
    expect(fetchPage).toHaveBeenCalledTimes(101)
  })

  it('stops at a failure and resumes on retry', async () => {
    const { cache, fetchPage } = list(30)
    fetchPage.mockRejectedValueOnce(new Error('no'))
    cache.request(0, 25)
    await settle()
    expect(cache.problem?.detail).toBe('no')
    cache.request(0, 25)
    expect(fetchPage).toHaveBeenCalledTimes(1)
    cache.retry()
    await settle()
    expect([cache.problem, cache.rowAt(25)]).toEqual([undefined, 25])
  })

  it('ends at the last page even if the total was larger', async () => {
    const cache = new PagedRowsCache<number>(async () => ({ items: [1, 2, 3], total: 50 }), size)
    cache.request(0, 40)
    await settle()
    expect(cache.total).toBe(3)
  })

  it('notifies listeners until they unsubscribe', async () => {
    const { cache } = list(20)
    const listener = vi.fn()
    const stop = cache.subscribe(listener)
    cache.request(0, 0)
    await settle()
    stop()
    cache.request(10, 19)
    await settle()
    expect(listener).toHaveBeenCalledTimes(1)
  })
})
