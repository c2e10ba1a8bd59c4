import { describe, expect, it } from 'vitest'
import { match, rank } from '../../../src/renderer/commands/rank.ts'

const items = [
  { id: 'imports', title: 'Go to Imports' },
  { id: 'apply', title: 'Apply this import' },
  { id: 'people', title: 'Go to People' },
  { id: 'dark', title: 'Theme: dark', keywords: ['appearance', 'night'] },
  { id: 'hold', title: 'Hold this change back' },
]
const ids = (query: string, recent: string[] = []) => rank(query, items, recent).map((ranked) => ranked.item.id)

describe('the ranking of the palette', () => {
  it('keeps the given order for an empty query, recent commands first', () => {
    expect(ids('')).toEqual(['imports', 'apply', 'people', 'dark', 'hold'])
    expect(ids('', ['hold', 'people'])).toEqual(['hold', 'people', 'imports', 'apply', 'dark'])
  })

  it('finds a title by the first letters of its words', () => {
    expect(ids('gp')[0]).toBe('people')
    expect(ids('gi')[0]).toBe('imports')
    expect(ids('htc')[0]).toBe('hold')
  })

  it('puts a title that begins with the query before one that contains it', () => {
    expect(ids('app')[0]).toBe('apply')
    expect(ids('import').slice(0, 2).toSorted()).toEqual(['apply', 'imports'])
  })

  it('finds by keywords, ranked after titles', () => {
    expect(ids('night')).toEqual(['dark'])
  })

  it('ignores case and accents', () => {
    expect(match('joao', 'João Pereira')?.marks).toEqual([0, 1, 2, 3])
    expect(ids('THEME')).toEqual(['dark'])
  })

  it('finds nothing for an unknown query', () => {
    expect(ids('zzz')).toEqual([])
    expect(ids('gx')).toEqual([])
  })

  it('marks the matched characters', () => {
    expect(match('hold', 'Hold this change back')?.marks).toEqual([0, 1, 2, 3])
    expect(match('gtp', 'Go to People')?.marks).toEqual([0, 3, 6])
  })
})
