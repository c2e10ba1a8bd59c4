import { join } from 'node:path'
import { Backup, BackupList } from '../../contract/backups.ts'
import { callApi, withReach } from './ask.ts'
import { onlyArgument, required, usage } from './choices.ts'
import { type Command, dataOption, flag, text } from './command.ts'
import { CliError, exitCodes } from './exit-codes.ts'
import { requireConfirmation } from './import-words.ts'
import { dataDirOf } from './open.ts'
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
      const newBackup = await callApi(reached, Backup, '/v1/backups', { method: 'POST' })
      const { folder } = await callApi(reached, BackupList, '/v1/backups')
      const file = join(folder, newBackup.name)
      context.result({ ...newBackup, file }, `${file}\n${newBackup.size} bytes, SHA-256 ${newBackup.sha256}`)
      return exitCodes.finished
    })
  },
}

export const backupRestore: Command = {
  usage: 'NAME --reason TEXT [--data DIR] [--force]',
  description:
    'Puts a backup in the place of the database, while no Castellan runs. The database that it replaces is kept beside\n' +
    'it, and the audit log gets an entry that names what was given up. Everybody signs in again; tokens that were\n' +
    'revoked and users who were disabled since then are valid again, so look at both afterwards.',
  arguments: ['NAME'],
  options: {
    data: dataOption,
    reason: { type: 'string', value: 'TEXT', help: 'The reason; it is recorded in the audit log.' },
    force: { type: 'boolean', help: 'Do it without a question.' },
  },
  examples: ['castellan backup restore castellan-2026-06-30T17-00-00-000Z-daily.db --reason "disk failure" --force'],
  async run(context) {
    const name = onlyArgument(context.positionals, 'backup')
    const reason = required(text(context, 'reason'), 'reason').trim()
    const dataDir = dataDirOf(context)
    if (!flag(context, 'force')) {
      if (!context.interactive) throw usage('Give --force, since nobody can be asked.')
      if (!(await requireConfirmation(context, `Put ${name} in the place of the database in ${dataDir}?`)))
        throw usage('Nothing was changed.')
    }
    const { restoreBackup, RestoreError } = await import('../data-dir/restore-backup.ts')
    const { version } = await import('../boot/version.ts')
    const actor = { kind: 'operator', name: 'local operator', via: 'command line' } as const
    try {
      const restored = restoreBackup({ dataDir, name, reason, actor, program: version, now: Date.now() })
      const { kept: keptHead, lost, replaced } = restored
      const lostEntries = Math.max(0, lost.entries - keptHead.entries)
      context.result(
        restored,
        `${name} is the database now. The log ends with entry ${keptHead.entries + 1}; ${lostEntries} entries were given up.\n` +
          (replaced === null ? '' : `What it replaced is kept: ${replaced}\n`) +
          'Look at tokens and users: what was revoked or disabled since then is valid again.',
      )
      return exitCodes.finished
    } catch (error) {
      if (error instanceof RestoreError) throw new CliError(exitCodes.conflict, error.message)
      throw error
    }
  },
}

export const backupList: Command = {
  usage: '[--data DIR]',
  description: 'Lists the backups of a data directory, newest first.',
  options: { data: dataOption },
  examples: ['castellan backup list'],
  async run(context) {
    return withReach(context, async (reached) => {
      const list = await callApi(reached, BackupList, '/v1/backups')
      const rows = list.items.map(({ name, at, reason, size }) => [when(at), reason, String(size), name])
      context.result(list, table(['MADE', 'WHY', 'BYTES', 'NAME'], rows, 'There are no backups.'))
      return exitCodes.finished
    })
  },
}
