import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { FolderList } from '../../../contract/folder.ts'
import type { z } from 'zod'
import { request } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { bridge } from '../../api/bridge.ts'
import { type CsvTable, ExportRows } from '../../export-rows.tsx'
import { Link } from '../../link.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { CopyField } from '../../ui/copy-field.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { useMay } from '../../use-may.ts'
import { text } from './text.ts'

type Folder = z.infer<typeof FolderList>['items'][number]

export function Folders() {
  return useMay('imports:read') ? <List /> : <EmptyState icon="hold" title={text.forbiddenFolders} />
}

const ask = (signal: AbortSignal) => request(FolderList, '/v1/folders', { signal })

function List() {
  const found = useQuery({ queryKey: ['folders', 'list'], queryFn: ({ signal }) => ask(signal) })
  const table = useMemo<CsvTable<Folder>>(
    () => ({
      name: 'Watched folders',
      head: ['Folder', 'State', 'Detail'],
      record: (one) => [one.path, one.state, one.detail],
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
  if (found.data.items.length === 0)
    return (
      <EmptyState icon="folder" title={text.noFolders}>
        {text.noFoldersText}
      </EmptyState>
    )
  return (
    <div className="settings-part">
      <div className="settings-head">
        <h2>{text.folders}</h2>
        <ExportRows table={table} />
      </div>
      <p className="muted">{text.foldersText}</p>
      {found.data.items.map((folder) => (
        <section key={folder.path} className="settings-card" aria-label={folder.path}>
          <CopyField label={text.folder} value={folder.path} />
          <p>
            <Badge tone={folder.state === 'watching' ? 'gain' : 'loss'}>{text.folderStates[folder.state]}</Badge>{' '}
            <span className="muted">{folder.detail}</span>
          </p>
          {bridge() && (
            <Button icon="folder" onPress={() => void bridge()?.showInFolder(folder.path)}>
              {text.showFolder}
            </Button>
          )}
        </section>
      ))}
      <p>
        <Link href="/imports?show=files">{text.whyNot}</Link>
      </p>
      <p className="muted">{text.foldersHow}</p>
    </div>
  )
}
