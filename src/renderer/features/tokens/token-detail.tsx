import type { Token, TokenCall } from '../../../contract/tokens.ts'
import { ApiProblem, asProblem } from '../../api/problem.ts'
import { ExportRows } from '../../shared/lists/export-rows.tsx'
import { Link } from '../../shared/link.tsx'
import { Badge } from '../../ui/badge.tsx'
import { moment, number } from '../../ui/format.ts'
import { KeyValues } from '../../ui/key-values.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import type { Column } from '../../ui/virtual-table.tsx'
import { PagedTable, useSelectedRow } from '../../shared/lists/paged-table.tsx'
import { useList } from '../../shared/lists/use-list.ts'
import { useToken } from './queries.ts'
import { text } from './text.ts'
import { callList } from './token-lists.ts'
import { pages } from '../../shared/navigation/paths.ts'

/** A token without its secret, and its calls. */
export function TokenDetail({ id }: { id: string }) {
  const tokenQuery = useToken(id)
  if (tokenQuery.isPending) return <Skeleton lines={8} />
  if (tokenQuery.isError) {
    const { detail, requestId, status } = asProblem(tokenQuery.error)
    if (tokenQuery.error instanceof ApiProblem && (status === 404 || status === 400))
      return <EmptyState title={detail} />
    return (
      <ErrorState
        title={text.failedOne}
        detail={detail}
        requestId={requestId}
        onRetry={() => void tokenQuery.refetch()}
      />
    )
  }
  return (
    <div className="token">
      <header>
        <h2 className="truncate">{tokenQuery.data.name}</h2>
      </header>
      <Facts token={tokenQuery.data} />
      <Calls token={tokenQuery.data} />
    </div>
  )
}

function Facts({ token }: { token: Token }) {
  const { facts } = text
  return (
    <KeyValues
      items={[
        { key: facts.owner, value: token.owner ?? text.operator },
        { key: facts.created, value: `${moment(token.createdAt)}, ${token.createdBy}` },
        { key: facts.ends, value: token.expiresAt ? moment(token.expiresAt) : facts.never },
        ...(token.neverExpiresBecause ? [{ key: facts.because, value: token.neverExpiresBecause }] : []),
        { key: facts.used, value: token.lastUsedAt ? moment(token.lastUsedAt) : facts.never },
        ...(token.revokedAt
          ? [{ key: facts.revoked, value: [moment(token.revokedAt), token.revokedBecause].filter(Boolean).join(', ') }]
          : []),
        ...(token.successorId
          ? [
              {
                key: facts.successor,
                value: <Link href={pages.token(token.successorId)}>{text.openSuccessor}</Link>,
              },
            ]
          : []),
        {
          key: facts.scopes,
          value: (
            <span className="token-scope-list">
              {token.scopes.map((scope) => (
                <Badge key={scope}>{scope === '*' ? text.allScopes : scope}</Badge>
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

function Calls({ token }: { token: Token }) {
  const { rows, table } = useList(callList, { id: token.id, name: token.name })
  return (
    <section className="token-calls" aria-label={text.calls}>
      <div className="token-calls-head">
        <h3>{text.calls}</h3>
        {(rows.total ?? 0) > 0 && <ExportRows table={table} />}
      </div>
      <PagedTable<TokenCall>
        label={text.calls}
        columns={columns}
        rows={rows}
        selected={useSelectedRow(rows)}
        keyOf={(call) => String(call.id)}
        failed={text.failedOne}
        empty={<p className="muted">{text.noCalls}</p>}
      />
    </section>
  )
}
