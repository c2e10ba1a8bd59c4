import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { Backup, BackupList } from '../../../../contract/backups.ts'
import { request } from '../../../api/client.ts'
import { asProblem } from '../../../api/problem.ts'
import { type CsvTable, ExportRows } from '../../../shared/lists/export-rows.tsx'
import { Button } from '../../../ui/button.tsx'
import { CopyField } from '../../../ui/copy-field.tsx'
import { bytes, moment } from '../../../ui/format.ts'
import { EmptyState } from '../../../ui/states.tsx'
import { toast } from '../../../ui/toast.ts'
import { useIsPermitted } from '../../../shared/hooks/use-is-permitted.ts'
import { text } from '../text.ts'
import { apiPaths } from '../../../shared/navigation/paths.ts'
import { QueryView } from '../../../shared/query-view.tsx'

export function Backups() {
  return useIsPermitted('settings:read') ? <List /> : <EmptyState icon="hold" title={text.forbiddenBackups} />
}

const key = ['backups']
const fetchBackups = (signal: AbortSignal) => request(BackupList, apiPaths.backups, { signal })

function List() {
  const backupsQuery = useQuery({ queryKey: key, queryFn: ({ signal }) => fetchBackups(signal) })
  const table = useMemo<CsvTable<Backup>>(
    () => ({
      name: 'Backups',
      head: ['Name', 'Created', 'Reason', 'Bytes', 'SHA-256'],
      record: ({ name, at, reason, size, sha256 }) => [name, at, reason, size, sha256],
      fetchPage: async (_, signal) => {
        const { items } = await fetchBackups(signal)
        return { items, total: items.length }
      },
    }),
    [],
  )
  return (
    <QueryView query={backupsQuery} failed={text.failedBackups} lines={5}>
      {({ folder, items }) => (
        <div className="settings-part">
          <div className="settings-head">
            <h2>{text.backups}</h2>
            <ExportRows table={table} />
            <BackUpButton />
          </div>
          <p className="muted">{text.backupsText}</p>
          <CopyField label={text.backupFolder} value={folder} />
          {items.length === 0 ? (
            <p className="muted">{text.noBackups}</p>
          ) : (
            <table className="plain-table mono-keys">
              <thead>
                <tr>
                  <th scope="col">{text.backupCreated}</th>
                  <th scope="col">{text.backupReason}</th>
                  <th scope="col">{text.backupSize}</th>
                  <th scope="col">{text.backupHash}</th>
                </tr>
              </thead>
              <tbody>
                {items.map((backup) => (
                  <tr key={backup.name}>
                    <th scope="row">{moment(backup.at)}</th>
                    <td>{text.backupReasons[backup.reason] ?? backup.reason}</td>
                    <td className="number">{bytes(backup.size)}</td>
                    <td className="mono">{backup.sha256.slice(0, 16)}…</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          <p>{text.restoreHow}</p>
        </div>
      )}
    </QueryView>
  )
}

function BackUpButton() {
  const canWrite = useIsPermitted('settings:write')
  const queries = useQueryClient()
  const backUp = useMutation({
    mutationFn: () => request(Backup, apiPaths.backups, { method: 'POST' }),
    onSuccess: async ({ name }) => {
      await queries.invalidateQueries({ queryKey: key })
      toast({ kind: 'done', message: text.backupDone(name) })
    },
    onError: (thrown) => toast({ kind: 'error', message: asProblem(thrown).detail }),
  })
  if (!canWrite) return null
  return (
    <Button icon="plus" isPending={backUp.isPending} onPress={() => backUp.mutate()}>
      {text.backUpNow}
    </Button>
  )
}
