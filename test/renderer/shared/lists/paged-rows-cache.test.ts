import { describe, expect, it, vi } from 'vitest'
import { PagedRowsCache } from '../../../../src/renderer/shared/lists/paged-rows-cache.ts'

const size = 10
/** A list of so many numbers, whose cursors lead from page to page only. */
function list(total: number) {
  const fetchPage = vi.fn(async (cursor: string | undefined) => {
    const from = cursor === undefined ? 0 : Number(cursor)
    const items = Array.from({ length: Math.min(size, total - from) }, (_, at) => from + at)
    return { items, total, next: from + size < total ? String(from + size) : undefined }
  })
  return { fetchPage, book: new PagedRowsCache<number>(fetchPage, size) }
}
const rest = () => new Promise((resolve) => setTimeout(resolve))

describe('a long list', () => {
  it('fetches what is in sight, once', async () => {
    const { book, fetchPage } = list(95)
    book.request(0, 5)
    book.request(3, 12)
    await rest()
    expect([book.total, book.rowAt(0), book.rowAt(12), book.rowAt(25)]).toEqual([95, 0, 12, undefined])
    expect(fetchPage).toHaveBeenCalledTimes(2)
  })

  it('finds the way to its end and knows it afterwards', async () => {
    const { book, fetchPage } = list(1000)
    book.request(0, 5)
    await rest()
    book.request(990, 999)
    await rest()
    expect(book.rowAt(999)).toBe(999)
    expect(fetchPage).toHaveBeenCalledTimes(100)
    // Pages on the way were let go again; the cursor of each is remembered.
    expect(book.rowAt(105)).toBeUndefined()
    book.request(100, 109)
    await rest()
    expect(book.rowAt(105)).toBe(105)
    expect(fetchPage).toHaveBeenCalledTimes(101)
  })

  it('stops at a failure and goes on when asked', async () => {
    const { book, fetchPage } = list(30)
    fetchPage.mockRejectedValueOnce(new Error('no'))
    book.request(0, 25)
    await rest()
    expect(book.problem?.detail).toBe('no')
    book.request(0, 25)
    expect(fetchPage).toHaveBeenCalledTimes(1)
    book.retry()
    await rest()
    expect([book.problem, book.rowAt(25)]).toEqual([undefined, 25])
  })

  it('ends where the answers end, whatever they had promised', async () => {
    const book = new PagedRowsCache<number>(async () => ({ items: [1, 2, 3], total: 50 }), size)
    book.request(0, 40)
    await rest()
    expect(book.total).toBe(3)
  })

  it('tells whoever listens, until they stop listening', async () => {
    const { book } = list(20)
    const heard = vi.fn()
    const stop = book.subscribe(heard)
    book.request(0, 0)
    await rest()
    stop()
    book.request(10, 19)
    await rest()
    expect(heard).toHaveBeenCalledTimes(1)
  })
})
