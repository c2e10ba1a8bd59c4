import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type Folder, FolderList } from '../../../../contract/folder.ts'
import { request } from '../../../api/client.ts'
import { type CsvTable, ExportRows } from '../../../shared/lists/export-rows.tsx'
import { Link } from '../../../shared/link.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { useIsPermitted } from '../../../shared/hooks/use-is-permitted.ts'
import { useIsSample } from '../../../shared/hooks/use-is-sample.ts'
import { AddFolder } from './add-folder.tsx'
import { FolderCard, folderKeys } from './folder-card.tsx'
import { text } from '../text.ts'
import { apiPaths, pages } from '../../../shared/navigation/paths.ts'
import { QueryView } from '../../../shared/query-view.tsx'

export function Folders() {
  return useIsPermitted('imports:read') ? <List /> : <EmptyState icon="hold" title={text.forbiddenFolders} />
}

const fetchFolders = (signal: AbortSignal) => request(FolderList, apiPaths.folders, { signal })

function List() {
  const isSample = useIsSample()
  const canWrite = useIsPermitted('settings:write') && !isSample
  const foldersQuery = useQuery({ queryKey: folderKeys.list(), queryFn: ({ signal }) => fetchFolders(signal) })
  const table = useMemo<CsvTable<Folder>>(
    () => ({
      name: 'Watched folders',
      head: ['Folder', 'State', 'Detail', 'Polled', 'Interval in seconds'],
      record: (folder) => [
        folder.path,
        folder.state,
        folder.detail,
        folder.polling ? 'yes' : 'no',
        String(folder.intervalSeconds),
      ],
      fetchPage: async (_, signal) => {
        const { items } = await fetchFolders(signal)
        return { items, total: items.length }
      },
    }),
    [],
  )
  return (
    <QueryView query={foldersQuery} failed={text.failedFolders} lines={3}>
      {(folders) => (
        <div className="settings-part">
          <div className="settings-head">
            <h2>{text.folders}</h2>
            <ExportRows table={table} />
          </div>
          <p className="muted">{text.foldersText}</p>
          {folders.items.length === 0 && (
            <EmptyState icon="folder" title={text.noFolders}>
              {text.noFoldersText}
            </EmptyState>
          )}
          {folders.items.map((folder) => (
            <FolderCard key={folder.id} folder={folder} />
          ))}
          <p>
            <Link href={pages.receivedFiles}>{text.whyNot}</Link>
          </p>
          {isSample && <p className="muted">{text.foldersOfSample}</p>}
          {canWrite && folders.items.length > 0 && <AddFolder />}
        </div>
      )}
    </QueryView>
  )
}
