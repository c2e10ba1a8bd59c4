import { expect, test } from 'vitest'
import { sectionsOf } from '../../../src/renderer/commands/records.ts'

const area = (id: string) => ({ id, title: id, icon: 'people' as const })

test('places go on through the areas, and an area without anything has no head', () => {
  const found = [
    { feature: area('people'), found: [{ id: '1', title: 'Ana Silva', path: '/people/1' }] },
    { feature: area('policies'), found: [] },
    { feature: area('catalogue'), found: [{ id: '1', title: 'Vault', note: 'Core', path: '/catalogue/1' }] },
  ]
  const sections = sectionsOf(found, 'ana', 4)
  expect(sections.map(({ title }) => title)).toEqual(['people', 'catalogue'])
  expect(sections.flatMap(({ entries }) => entries.map(({ item, place }) => [item.id, place]))).toEqual([
    ['people:1', 4],
    ['catalogue:1', 5],
  ])
  expect(sections[0]?.entries[0]?.places).toEqual([0, 1, 2])
})
