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
  it('keeps the order given when nothing is asked, the recent first', () => {
    expect(ids('')).toEqual(['imports', 'apply', 'people', 'dark', 'hold'])
    expect(ids('', ['hold', 'people'])).toEqual(['hold', 'people', 'imports', 'apply', 'dark'])
  })

  it('finds by the first letters of words', () => {
    expect(ids('gp')[0]).toBe('people')
    expect(ids('gi')[0]).toBe('imports')
    expect(ids('htc')[0]).toBe('hold')
  })

  it('puts a title that begins with the query before one that contains it', () => {
    expect(ids('app')[0]).toBe('apply')
    expect(ids('import').slice(0, 2).toSorted()).toEqual(['apply', 'imports'])
  })

  it('finds by other words, after titles', () => {
    expect(ids('night')).toEqual(['dark'])
  })

  it('forgives case and accents', () => {
    expect(match('joao', 'João Pereira')?.places).toEqual([0, 1, 2, 3])
    expect(ids('THEME')).toEqual(['dark'])
  })

  it('finds nothing for what is not there', () => {
    expect(ids('zzz')).toEqual([])
    expect(ids('gx')).toEqual([])
  })

  it('marks the letters it found', () => {
    expect(match('hold', 'Hold this change back')?.places).toEqual([0, 1, 2, 3])
    expect(match('gtp', 'Go to People')?.places).toEqual([0, 3, 6])
  })
})
