import { join } from 'node:path'
import { Backup, BackupList } from '../../contract/backups.ts'
import { ask, withReach } from './ask.ts'
import { type Command, dataOption } from './command.ts'
import { exitCodes } from './exit-codes.ts'
import { table, when } from './table.ts'

export const backup: Command = {
  usage: '[--data DIR]',
  description:
    'Copies the database into the folder backups/ of the data directory, while everything goes on, and checks the copy.\n' +
    'Kept are the newest of 7 days, 4 weeks and 12 months. docs/backups.md says what is in it and how to restore one.',
  options: { data: dataOption },
  examples: ['castellan backup --data ./data', 'castellan backup --json'],
  async run(context) {
    return withReach(context, async (reached) => {
      const made = await ask(reached, Backup, '/v1/backups', { method: 'POST' })
      const { folder } = await ask(reached, BackupList, '/v1/backups')
      const file = join(folder, made.name)
      context.result({ ...made, file }, `${file}\n${made.size} bytes, SHA-256 ${made.sha256}`)
      return exitCodes.finished
    })
  },
}

export const backupList: Command = {
  usage: '[--data DIR]',
  description: 'Lists the backups of a data directory, newest first.',
  options: { data: dataOption },
  examples: ['castellan backup list'],
  async run(context) {
    return withReach(context, async (reached) => {
      const list = await ask(reached, BackupList, '/v1/backups')
      const rows = list.items.map(({ name, at, reason, size }) => [when(at), reason, String(size), name])
      context.result(list, table(['MADE', 'WHY', 'BYTES', 'NAME'], rows, 'There are no backups.'))
      return exitCodes.finished
    })
  },
}
