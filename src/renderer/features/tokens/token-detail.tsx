import { useMemo, useState } from 'react'
import type { Token, TokenCall } from '../../../contract/tokens.ts'
import { ApiProblem, asProblem } from '../../api/problem.ts'
import { type CsvTable, ExportRows } from '../../shared/lists/export-rows.tsx'
import { Link } from '../../shared/link.tsx'
import { Badge } from '../../ui/badge.tsx'
import { moment, number } from '../../ui/format.ts'
import { KeyValues } from '../../ui/key-values.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { type Column, VirtualTable } from '../../ui/virtual-table.tsx'
import { usePagedRows } from '../../shared/lists/use-paged-rows.ts'
import { fetchCalls, useToken } from './queries.ts'
import { text } from './text.ts'

/** A token without its secret, and what it was used for. */
export function TokenDetail({ id }: { id: string }) {
  const found = useToken(id)
  if (found.isPending) return <Skeleton lines={8} />
  if (found.isError) {
    const { detail, requestId, status } = asProblem(found.error)
    if (found.error instanceof ApiProblem && (status === 404 || status === 400)) return <EmptyState title={detail} />
    return (
      <ErrorState title={text.failedOne} detail={detail} requestId={requestId} onRetry={() => void found.refetch()} />
    )
  }
  return (
    <div className="token">
      <header className="token-head">
        <h2 className="truncate">{found.data.name}</h2>
      </header>
      <Facts one={found.data} />
      <Calls one={found.data} />
    </div>
  )
}

function Facts({ one }: { one: Token }) {
  const { facts } = text
  return (
    <KeyValues
      items={[
        { key: facts.owner, value: one.owner ?? text.operator },
        { key: facts.created, value: `${moment(one.createdAt)}, ${one.createdBy}` },
        { key: facts.ends, value: one.expiresAt ? moment(one.expiresAt) : facts.never },
        ...(one.neverExpiresBecause ? [{ key: facts.because, value: one.neverExpiresBecause }] : []),
        { key: facts.used, value: one.lastUsedAt ? moment(one.lastUsedAt) : facts.never },
        ...(one.revokedAt
          ? [{ key: facts.revoked, value: [moment(one.revokedAt), one.revokedBecause].filter(Boolean).join(', ') }]
          : []),
        ...(one.successorId
          ? [
              {
                key: facts.successor,
                value: <Link href={`/scripts/${one.successorId}`}>{text.openSuccessor}</Link>,
              },
            ]
          : []),
        {
          key: facts.scopes,
          value: (
            <span className="token-scope-list">
              {one.scopes.map((scope) => (
                <Badge key={scope}>{scope === '*' ? text.everything : scope}</Badge>
              ))}
            </span>
          ),
        },
      ]}
    />
  )
}

const columns: readonly Column<TokenCall>[] = [
  { id: 'at', title: text.call.at, width: '10.5rem', cell: (call) => moment(call.at) },
  { id: 'method', title: text.call.method, width: '4rem', cell: (call) => <span className="mono">{call.method}</span> },
  {
    id: 'path',
    title: text.call.path,
    width: 'minmax(0, 1fr)',
    cell: (call) => <span className="mono truncate">{call.path}</span>,
  },
  {
    id: 'status',
    title: text.call.status,
    width: '4rem',
    align: 'end',
    cell: (call) => (call.status < 400 ? call.status : <Badge tone="loss">{call.status}</Badge>),
  },
  { id: 'time', title: text.call.time, width: '3.5rem', align: 'end', cell: (call) => number(call.durationMs) },
]

function Calls({ one }: { one: Token }) {
  const rows = usePagedRows(
    useMemo(() => fetchCalls(one.id, 200), [one.id]),
    200,
  )
  const [active, setActive] = useState(-1)
  const table = useMemo<CsvTable<TokenCall>>(
    () => ({
      name: `Calls of ${one.name.replace(/[^\p{L}\p{N} _-]+/gu, ' ').trim()}`,
      head: ['When', 'Method', 'Address', 'Status', 'Milliseconds', 'Request'],
      record: (call) => [call.at, call.method, call.path, call.status, call.durationMs, call.requestId],
      fetchPage: fetchCalls(one.id, 1000),
    }),
    [one.id, one.name],
  )
  return (
    <section className="token-calls" aria-label={text.calls}>
      <div className="token-calls-head">
        <h3>{text.calls}</h3>
        {(rows.total ?? 0) > 0 && <ExportRows table={table} />}
      </div>
      {rows.problem ? (
        <ErrorState
          title={text.failedOne}
          detail={rows.problem.detail}
          requestId={rows.problem.requestId}
          onRetry={rows.retry}
        />
      ) : rows.total === undefined ? (
        <Skeleton lines={4} />
      ) : (
        <VirtualTable<TokenCall>
          label={text.calls}
          columns={columns}
          count={rows.total}
          rowAt={rows.rowAt}
          keyOf={(call) => String(call.id)}
          active={active}
          onActive={setActive}
          onRange={rows.onRange}
          empty={<p className="muted">{text.noCalls}</p>}
        />
      )}
    </section>
  )
}
