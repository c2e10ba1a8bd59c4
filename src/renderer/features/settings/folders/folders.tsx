import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { type Folder, FolderList } from '../../../../contract/folder.ts'
import { request } from '../../../api/client.ts'
import { asProblem } from '../../../api/problem.ts'
import { type CsvTable, ExportRows } from '../../../shared/lists/export-rows.tsx'
import { Link } from '../../../shared/link.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../../ui/states.tsx'
import { useIsPermitted } from '../../../shared/hooks/use-is-permitted.ts'
import { FolderAdd } from './add-folder.tsx'
import { FolderCard, folderKeys } from './folder-card.tsx'
import { text } from '../text.ts'

export function Folders() {
  return useIsPermitted('imports:read') ? <List /> : <EmptyState icon="hold" title={text.forbiddenFolders} />
}

const ask = (signal: AbortSignal) => request(FolderList, '/v1/folders', { signal })

function List() {
  const mayWrite = useIsPermitted('settings:write')
  const found = useQuery({ queryKey: folderKeys.list(), queryFn: ({ signal }) => ask(signal) })
  const table = useMemo<CsvTable<Folder>>(
    () => ({
      name: 'Watched folders',
      head: ['Folder', 'State', 'Detail', 'Polled', 'Every seconds'],
      record: (one) => [one.path, one.state, one.detail, one.polling ? 'yes' : 'no', String(one.intervalSeconds)],
      fetchPage: async (_, signal) => {
        const { items } = await ask(signal)
        return { items, total: items.length }
      },
    }),
    [],
  )
  if (found.isPending) return <Skeleton lines={3} />
  if (found.isError) {
    const { detail, requestId } = asProblem(found.error)
    return (
      <ErrorState
        title={text.failedFolders}
        detail={detail}
        requestId={requestId}
        onRetry={() => void found.refetch()}
      />
    )
  }
  return (
    <div className="settings-part">
      <div className="settings-head">
        <h2>{text.folders}</h2>
        <ExportRows table={table} />
      </div>
      <p className="muted">{text.foldersText}</p>
      {found.data.items.length === 0 && (
        <EmptyState icon="folder" title={text.noFolders}>
          {text.noFoldersText}
        </EmptyState>
      )}
      {found.data.items.map((folder) => (
        <FolderCard key={folder.id} folder={folder} />
      ))}
      <p>
        <Link href="/imports?show=files">{text.whyNot}</Link>
      </p>
      {mayWrite && found.data.items.length > 0 && <FolderAdd />}
    </div>
  )
}
