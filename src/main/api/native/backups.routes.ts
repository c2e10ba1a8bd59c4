import { Backup, BackupList } from '../../../contract/backups.ts'
import { type Route, route } from '../http/route.ts'

export const backupRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/backups',
    summary: 'List the backups of the database, newest first',
    access: { scope: 'settings:read' },
    answers: { status: 200, schema: BackupList },
    handle: ({ services: { backups } }) => ({ body: backups.list() }),
  }),
  route({
    method: 'POST',
    path: '/v1/backups',
    summary: 'Make a backup of the database now, while everything goes on',
    access: { scope: 'settings:write' },
    answers: { status: 201, schema: Backup },
    handle: async ({ actor, services: { backups } }) => ({ body: await backups.make(actor) }),
  }),
]
