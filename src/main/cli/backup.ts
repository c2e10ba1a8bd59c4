import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Backup, BackupList } from '../../contract/backups.ts'
import { callApi, withReach } from './ask.ts'
import { onlyArgument, required, usage } from './choices.ts'
import { type Command, dataOption, flag, text } from './command.ts'
import { CliError, exitCodes } from './exit-codes.ts'
import { requireConfirmation } from './import-words.ts'
import type { Restored } from '../data-dir/restore-backup.ts'
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
    'Puts a backup in the place of the database, while no Castellan runs; "newest" takes the newest that is what its\n' +
    'SHA-256 says. The database that it replaces is kept beside it, and the audit log gets an entry that names what was\n' +
    'given up. Everybody signs in again; tokens that were revoked and users who were disabled since then are valid\n' +
    'again, so look at both afterwards.',
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
      const { kept, replaced } = restored
      context.result(
        restored,
        `${restored.name} is the database now. The log ends with entry ${kept.entries + 1}. ${givenUp(restored)}\n` +
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

/** What was given up, and never more than is known. */
function givenUp({ kept, lost }: Restored): string {
  const given = Math.max(0, lost.entries - kept.entries)
  switch (lost.known) {
    case 'exactly':
      return given === 0 ? 'Nothing was given up.' : `${given} entries were given up.`
    case 'at-least':
      return `At least ${given} entries were given up, as a signed checkpoint says. Later ones can't be known: the database that they were in could not be read.`
    case 'not':
      return 'What was written after the backup was made is not here, and how much that was can’t be known.'
  }
}

export const backupList: Command = {
  usage: '[--data DIR]',
  description: 'Lists the backups of a data directory, newest first.',
  options: { data: dataOption },
  examples: ['castellan backup list'],
  async run(context) {
    // A database that can't be opened must not stand in the way: it is then that they are looked for.
    const dataDir = dataDirOf(context)
    if (!existsSync(join(dataDir, 'backups')) && !existsSync(join(dataDir, 'castellan.db')))
      throw new CliError(
        exitCodes.conflict,
        `There is no Castellan in ${dataDir}. Name its data directory with --data.`,
      )
    const { listBackups } = await import('../data-dir/backup-folder.ts')
    const list = listBackups(dataDir)
    const rows = list.items.map(({ name, at, reason, size }) => [when(at), reason, String(size), name])
    context.result(list, table(['MADE', 'WHY', 'BYTES', 'NAME'], rows, 'There are no backups.'))
    return exitCodes.finished
  },
}
