import { useMemo, useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import type { RevealedToken, Token } from '../../../contract/tokens.ts'
import type { Command } from '../../commands/registry.ts'
import { useCommands } from '../../commands/use-commands.ts'
import { type CsvTable, ExportRows } from '../../shared/lists/export-rows.tsx'
import type { FetchPage } from '../../shared/lists/paged-rows-cache.ts'
import { navigate, setSearchParams, useSearchParam } from '../../shared/navigation/router.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { day } from '../../ui/format.ts'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { SplitPane } from '../../ui/split-pane.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { usePagedRows } from '../../shared/lists/use-paged-rows.ts'
import { ExpiringNote } from './expiring-tokens.tsx'
import { HowTo } from './how-to.tsx'
import { NewTokenDialog } from './new-token-dialog.tsx'
import { apiKeys, fetchTokens, type TokenState } from './queries.ts'
import { RevealDialog } from './reveal-dialog.tsx'
import { ApiSwitchPanel } from './api-switch-panel.tsx'
import { text } from './text.ts'
import { TokenDecision } from './token-decision.tsx'
import { TokenDetail } from './token-detail.tsx'
import { pages } from '../../shared/navigation/paths.ts'
import './api.css'

/** Turns the API on or off and manages its tokens. */
export function ApiScreen({ rest }: { rest: readonly string[] }) {
  const canRead = useIsPermitted('tokens:read')
  if (canRead) return <Tokens chosen={rest[0]} />
  return (
    <div className="screen">
      <ScreenHead title={text.title} />
      <EmptyState icon="hold" title={text.forbidden}>
        {text.forbiddenText}
      </EmptyState>
    </div>
  )
}

const states: readonly TokenState[] = ['active', 'expiring', 'expired', 'revoked']
const tones = { active: 'gain', expiring: 'change', expired: 'neutral', revoked: 'loss' } as const

function Tokens({ chosen }: { chosen: string | undefined }) {
  const queries = useQueryClient()
  const canManage = useIsPermitted('tokens:manage')
  const stateParam = useSearchParam('state')
  const state = states.find((value) => value === stateParam)
  const [changes, setChanges] = useState(0)
  const [creating, setCreating] = useState(false)
  const [revealed, setRevealed] = useState<RevealedToken>()
  const fetchPage = useMemo<FetchPage<Token>>(
    () => fetchTokens(state, 200),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- a change needs a new fetch function for the same filter
    [state, changes],
  )
  const rows = usePagedRows(fetchPage, 200)
  const table = useMemo<CsvTable<Token>>(
    () => ({ name: 'API tokens', head, record, fetchPage: fetchTokens(state, 1000) }),
    [state],
  )
  const refreshTokens = () => {
    setChanges((many) => many + 1)
    void queries.invalidateQueries({ queryKey: apiKeys.tokens })
  }
  const showRevealed = (revealed: RevealedToken) => {
    setCreating(false)
    setRevealed(revealed)
    refreshTokens()
    navigate(pages.token(revealed.token.id))
  }
  useApiCommands(canManage ? () => setCreating(true) : undefined)
  const places = Array.from({ length: Math.min(rows.total ?? 0, 200) }, (_, at) => at)
  const place = places.find((at) => rows.rowAt(at)?.id === chosen) ?? -1

  return (
    <div className="screen">
      <ScreenHead title={text.title}>
        <ExportRows table={table} />
        {chosen !== undefined && (
          <Button variant="quiet" onPress={() => navigate(pages.tokens)}>
            {text.howTo}
          </Button>
        )}
        {canManage && (
          <Button icon="plus" shortcut="n" onPress={() => setCreating(true)}>
            {text.create}
          </Button>
        )}
      </ScreenHead>
      <ApiSwitchPanel />
      <ExpiringNote />
      <SplitPane
        name="tokens"
        listLabel={text.list}
        list={
          <>
            <div className="list-bar">
              <FilterBar<TokenState | 'all'>
                label={text.filter}
                entries={[{ id: 'all', title: text.all }, ...states.map((id) => ({ id, title: text.states[id] }))]}
                selected={state ?? 'all'}
                onSelect={(id) => setSearchParams({ state: id === 'all' ? null : id })}
              />
            </div>
            {rows.problem ? (
              <ErrorState
                title={text.failed}
                detail={rows.problem.detail}
                requestId={rows.problem.requestId}
                onRetry={rows.retry}
              />
            ) : rows.total === undefined ? (
              <Skeleton lines={5} />
            ) : (
              <VirtualList<Token>
                label={text.list}
                count={rows.total}
                rowAt={rows.rowAt}
                keyOf={(token) => token.id}
                active={place}
                onActive={(at) => {
                  const row = rows.rowAt(at)
                  if (row) navigate(pages.token(row.id), { replace: true, keepQuery: true })
                }}
                onRange={rows.onRange}
                version={state}
                lines={2}
                empty={
                  <EmptyState icon="api" title={text.none}>
                    {text.noneText}
                  </EmptyState>
                }
              >
                {(token) => <Entry token={token} />}
              </VirtualList>
            )}
          </>
        }
        detailLabel={text.detail}
        detail={chosen === undefined ? <HowTo /> : <TokenDetail key={chosen} id={chosen} />}
        decisionLabel={text.decision}
        decision={
          chosen !== undefined && (
            <TokenDecision key={chosen} id={chosen} onRevealed={showRevealed} onChanged={refreshTokens} />
          )
        }
      />
      <NewTokenDialog isOpen={creating} onClose={() => setCreating(false)} onRevealed={showRevealed} />
      <RevealDialog revealed={revealed} onClose={() => setRevealed(undefined)} />
    </div>
  )
}

function Entry({ token }: { token: Token }) {
  return (
    <div className="list-entry">
      <strong className="truncate">{token.name}</strong>
      <Badge tone={tones[token.state]}>{text.states[token.state]}</Badge>
      <span className="muted truncate">
        {[
          token.owner ?? text.operator,
          text.scopeCount(token.scopes.length),
          token.expiresAt ? text.expires(day(token.expiresAt)) : text.noExpiry,
        ].join(' · ')}
      </span>
    </div>
  )
}

const head = [
  'Name',
  'State',
  'Acts as',
  'Scopes',
  'Created',
  'Created by',
  'Expires',
  'Reason for no expiry',
  'Last used',
  'Revoked',
  'Revoked because',
]
const record = (token: Token) => [
  token.name,
  token.state,
  token.owner ?? text.operator,
  token.scopes.join(' '),
  token.createdAt,
  token.createdBy,
  token.expiresAt ?? '',
  token.neverExpiresBecause ?? '',
  token.lastUsedAt ?? '',
  token.revokedAt ?? '',
  token.revokedBecause ?? '',
]

function useApiCommands(create: (() => void) | undefined) {
  const canCreate = create !== undefined
  const commands = useMemo<readonly Command[]>(
    () => [
      {
        id: 'api.create',
        title: text.create,
        group: 'Actions',
        shortcut: 'n',
        icon: 'plus',
        keywords: ['token', 'script', 'key'],
        when: () => canCreate,
        run: () => create?.(),
      },
    ],
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- the handler does the same each time
    [canCreate],
  )
  useCommands(commands)
}
