import { expect, test } from 'vitest'
import { sectionsOf } from '../../../src/renderer/commands/records.ts'

const area = (id: string) => ({ id, title: id, icon: 'people' as const })

test('numbers rows across sections and leaves out empty sections', () => {
  const results = [
    { feature: area('people'), found: [{ id: '1', title: 'Ana Silva', path: '/people/1' }] },
    { feature: area('policies'), found: [] },
    { feature: area('catalogue'), found: [{ id: '1', title: 'Vault', note: 'Core', path: '/catalogue/1' }] },
  ]
  const sections = sectionsOf(results, 'ana', 4)
  expect(sections.map(({ title }) => title)).toEqual(['people', 'catalogue'])
  expect(sections.flatMap(({ entries }) => entries.map(({ item, index: place }) => [item.id, place]))).toEqual([
    ['people:1', 4],
    ['catalogue:1', 5],
  ])
  expect(sections[0]?.entries[0]?.marks).toEqual([0, 1, 2])
})
