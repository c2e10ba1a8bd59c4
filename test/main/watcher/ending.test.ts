import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { FolderLab, stillMs } from '../../support/folder-lab.ts'

it('a watch that ends is over only when what it was putting aside lies there, for then its database is closed', async () => {
  const lab = new FolderLab()
  await lab.begin()
  writeFileSync(join(lab.root, 'core.csv'), 'Something,Else\n1,2\n')
  for (let i = 0; i < 3; i++) {
    lab.now += stillMs
    await lab.look()
  }
  const [failed] = lab.imports.list({}, { before: 2 ** 50, limit: 1 }).items
  expect(failed?.state).toBe('failed')
  const [then, later] = await lab.endWhileSettling(failed?.id ?? '')
  expect(then).toEqual(later)
  expect(then).not.toContain('core.csv')
  await lab.close()
})
