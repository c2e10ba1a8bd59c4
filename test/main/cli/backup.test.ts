import { existsSync } from 'node:fs'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { Backup, BackupList } from '../../../src/contract/backups.ts'
import { castellan } from './castellan.ts'

let cli: ReturnType<typeof castellan>
beforeEach(() => (cli = castellan()))
afterEach(() => cli.dispose())

test.each(['beside a running Castellan', 'without one'])(
  'castellan backup copies the database, %s',
  async (place) => {
    if (place === 'without one') cli.stayAlone()
    else await cli.serve()
    await cli.run('api', 'on', '--data', cli.at('data'))
    const backup = await cli.json(Backup.extend({ file: z.string() }), 'backup')
    expect([existsSync(backup.file), existsSync(`${backup.file}.sha256`)]).toEqual([true, true])
    const { items } = await cli.json(BackupList, 'backup', 'list')
    expect(items.map(({ name }) => name)).toEqual([backup.name])
  },
  60_000,
)
