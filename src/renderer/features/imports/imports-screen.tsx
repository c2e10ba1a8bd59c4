import { useCallback } from 'react'
import type { Import } from '../../../contract/imports.ts'
import { asProblem } from '../../api/problem.ts'
import { navigate } from '../../router.ts'
import { ago, moment } from '../../ui/format.ts'
import { Badge } from '../../ui/badge.tsx'
import { KeyValues } from '../../ui/key-values.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { SplitPane } from '../../ui/split-pane.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { useNow } from '../../ui/use-now.ts'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { useImports } from './queries.ts'
import { stateLooks, text } from './text.ts'
import './imports.css'

export function ImportsScreen({ rest }: { rest: readonly string[] }) {
  const imports = useImports()
  return (
    <div className="screen">
      <ScreenHead title={text.title} />
      {imports.isPending && <Skeleton lines={6} />}
      {imports.isError && <Failed thrown={imports.error} onRetry={() => void imports.refetch()} />}
      {imports.isSuccess && <Queue imports={imports} chosen={rest[0]} />}
    </div>
  )
}

function Failed({ thrown, onRetry }: { thrown: unknown; onRetry: () => void }) {
  const problem = asProblem(thrown)
  return <ErrorState title={text.failed} detail={problem.detail} requestId={problem.requestId} onRetry={onRetry} />
}

function Queue({ imports, chosen }: { imports: ReturnType<typeof useImports>; chosen: string | undefined }) {
  const rows = imports.data?.pages.flatMap((page) => page.items) ?? []
  const total = imports.data?.pages[0]?.total ?? 0
  const active = rows.findIndex((row) => row.id === chosen)
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = imports
  const onRange = useCallback(
    (_first: number, last: number) => {
      if (last >= rows.length - 20 && hasNextPage && !isFetchingNextPage) void fetchNextPage()
    },
    [rows.length, hasNextPage, isFetchingNextPage, fetchNextPage],
  )
  if (total === 0) {
    return (
      <EmptyState icon="imports" title={text.none}>
        {text.noneText}
      </EmptyState>
    )
  }
  const row = rows[active]
  return (
    <SplitPane
      name="imports"
      listLabel={text.queue}
      detailLabel={text.detail}
      list={
        <VirtualList<Import>
          label={text.queue}
          count={total}
          rowAt={(place) => rows[place]}
          keyOf={(one) => one.id}
          active={active}
          onActive={(place) => rows[place] && navigate(`/imports/${rows[place].id}`, { replace: true })}
          onRange={onRange}
          lines={2}
        >
          {(one) => <QueueEntry one={one} />}
        </VirtualList>
      }
      detail={row ? <Summary one={row} /> : <EmptyState title={text.choose} />}
    />
  )
}

function QueueEntry({ one }: { one: Import }) {
  const look = stateLooks[one.state]
  const now = useNow()
  return (
    <div className="queue-entry">
      <strong className="truncate">{one.application.name}</strong>
      <Badge tone={look.tone}>{look.title}</Badge>
      <span className="muted truncate">{one.files.map((file) => file.name).join(', ')}</span>
      <span className="muted">{ago(one.createdAt, now)}</span>
    </div>
  )
}

function Summary({ one }: { one: Import }) {
  return (
    <div className="import-summary">
      <h2>{one.application.name}</h2>
      <KeyValues
        items={[
          { key: 'State', value: stateLooks[one.state].title },
          { key: 'Extract of', value: moment(one.extractAt) },
          { key: 'Staged by', value: one.createdBy },
        ]}
      />
    </div>
  )
}
