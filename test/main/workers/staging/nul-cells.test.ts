import { expect, test } from 'vitest'
import { ImportLab } from '../../../support/import-lab.ts'

const header = 'User,Name,Group,Permission,Access,About'

test('a row with a NUL character is set aside wherever it stands in a file of several pieces', () => {
  const lab = new ImportLab()
  try {
    // More than one piece of a mebibyte, so that a row also spans two.
    const rows = Array.from({ length: 30_000 }, (_, i) => `u${i},Name of ${i},Tellers,Vault,Y,`)
    for (const at of [0, 15_000, 29_999]) rows[at] = `u${at},Na\0me,Tellers,Vault,Y,`
    const { preview } = lab.stage([header, ...rows].join('\n'))
    expect(preview.reconciliation).toMatchObject({ read: 30_000, applied: 29_997, quarantined: 3 })
  } finally {
    lab.close()
  }
})
