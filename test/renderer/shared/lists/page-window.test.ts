import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  firstPage,
  heldPages,
  nextPage,
  type PageParam,
  type PageWindow,
  previousPage,
  rowIn,
  type RowPage,
  stepTowards,
  totalOf,
} from '../../../../src/renderer/shared/lists/page-window.ts'

const size = 10

/** A page of a list of numbers that is reachable by cursor only. */
function pageAt(total: number, { cursor }: PageParam): RowPage<number> {
  const from = Number(cursor ?? 0)
  const items = Array.from({ length: Math.min(size, total - from) }, (_, at) => from + at)
  return { items, total, next: from + size < total ? String(from + size) : undefined }
}

const start = (total: number): PageWindow<number> => ({ pages: [pageAt(total, firstPage)], pageParams: [firstPage] })

/** What TanStack Query does with each step. */
function take(window: PageWindow<number>, step: 'next' | 'previous' | 'restart', total: number): PageWindow<number> {
  if (step === 'restart') return start(total)
  const at = step === 'next' ? -1 : 0
  const [page, pageParam] = [window.pages.at(at), window.pageParams.at(at)]
  if (page === undefined || pageParam === undefined) throw new Error('an empty window')
  const param = step === 'next' ? nextPage(page, [], pageParam) : previousPage(page, [], pageParam)
  if (param === undefined) throw new Error(`there is no ${step} page`)
  const fetched = pageAt(total, param)
  if (step === 'previous')
    return {
      pages: [fetched, ...window.pages].slice(0, heldPages),
      pageParams: [param, ...window.pageParams].slice(0, heldPages),
    }
  return {
    pages: [...window.pages, fetched].slice(-heldPages),
    pageParams: [...window.pageParams, param].slice(-heldPages),
  }
}

describe('the pages held of a long list', () => {
  it('reach any rows from any others, show them rightly, and stay few', () => {
    fc.assert(
      fc.property(fc.nat(2000), fc.array(fc.nat(2100), { minLength: 1, maxLength: 8 }), (total, jumps) => {
        let window = start(total)
        for (const first of jumps) {
          const wanted = { first: Math.min(first, total), last: Math.min(first + 25, Math.max(0, total - 1)) }
          for (let steps = 0; ; steps += 1) {
            const step = stepTowards(wanted, window, size)
            if (step === undefined) break
            expect(steps).toBeLessThan(250)
            window = take(window, step, total)
            expect(window.pages.length).toBeLessThanOrEqual(heldPages)
          }
          expect(totalOf(window, size)).toBe(total)
          for (let index = wanted.first; index <= wanted.last && index < total; index += 1)
            expect(rowIn(window, index, size)).toBe(index)
        }
      }),
    )
  })

  it('end with the last page even if the reported total was larger', () => {
    const window = { pages: [{ items: [1, 2, 3], total: 50 }], pageParams: [firstPage] }
    expect(totalOf(window, size)).toBe(3)
    expect(stepTowards({ first: 0, last: 40 }, window, size)).toBeUndefined()
  })

  it('are read again from the start if that is nearer than the pages held', () => {
    let window = start(1000)
    for (let page = 0; page < 60; page += 1) window = take(window, 'next', 1000)
    expect(stepTowards({ first: 0, last: 9 }, window, size)).toBe('restart')
    expect(stepTowards({ first: 390, last: 409 }, window, size)).toBe('previous')
  })
})
