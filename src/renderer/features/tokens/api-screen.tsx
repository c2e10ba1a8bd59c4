import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import type { RevealedToken, Token } from '../../../contract/tokens.ts'
import { CommandButton } from '../../commands/command-button.tsx'
import type { Command } from '../../commands/registry.ts'
import { useCommands } from '../../commands/use-commands.ts'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { ExportRows } from '../../shared/lists/export-rows.tsx'
import { ListWithDetail } from '../../shared/lists/list-with-detail.tsx'
import { useAddressSelection } from '../../shared/lists/use-address-selection.ts'
import { useList } from '../../shared/lists/use-list.ts'
import { pages } from '../../shared/navigation/paths.ts'
import { navigate, setSearchParams, useSearchParam } from '../../shared/navigation/router.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { day } from '../../ui/format.ts'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { ApiSwitchPanel } from './api-switch-panel.tsx'
import { ExpiringNote } from './expiring-tokens.tsx'
import { HowTo } from './how-to.tsx'
import { NewTokenDialog } from './new-token-dialog.tsx'
import { apiKeys, type TokenState } from './queries.ts'
import { RevealDialog } from './reveal-dialog.tsx'
import { text } from './text.ts'
import { TokenDecision } from './token-decision.tsx'
import { TokenDetail } from './token-detail.tsx'
import { tokenList } from './token-lists.ts'
import { WebhooksScreen } from './webhooks/webhooks-screen.tsx'
import './api.css'

/** Turns the API on or off and manages its tokens. */
export function ApiScreen({ rest }: { rest: readonly string[] }) {
  const canRead = useIsPermitted('tokens:read')
  if (rest[0] === 'webhooks') return <WebhooksScreen selected={rest[1]} />
  if (canRead) return <Tokens selectedId={rest[0]} />
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

function Tokens({ selectedId }: { selectedId: string | undefined }) {
  const queries = useQueryClient()
  const canManage = useIsPermitted('tokens:manage')
  const stateParam = useSearchParam('state')
  const state = states.find((value) => value === stateParam)
  const [isCreating, setCreating] = useState(false)
  const [revealed, setRevealed] = useState<RevealedToken>()
  const { rows, table, filterKey } = useList(tokenList, { state })
  const selection = useAddressSelection(rows, { selectedId, pathOf: pages.token, initial: 'none' })
  const refreshTokens = () => void queries.invalidateQueries({ queryKey: apiKeys.tokens })
  const showRevealed = (revealed: RevealedToken) => {
    setCreating(false)
    setRevealed(revealed)
    refreshTokens()
    navigate(pages.token(revealed.token.id))
  }
  const create: Command = {
    id: 'api.create',
    title: text.create,
    group: 'Actions',
    shortcut: 'n',
    icon: 'plus',
    keywords: ['token', 'script', 'key'],
    run: () => setCreating(true),
  }
  useCommands(canManage ? [create] : [])

  return (
    <div className="screen">
      <ScreenHead title={text.title}>
        <ExportRows table={table} />
        {selectedId !== undefined && (
          <Button variant="quiet" onPress={() => navigate(pages.tokens)}>
            {text.howTo}
          </Button>
        )}
        <Button onPress={() => navigate(pages.webhooks)}>{text.webhooks}</Button>
        {canManage && <CommandButton command={create} icon="plus" />}
      </ScreenHead>
      <ApiSwitchPanel />
      <ExpiringNote />
      <ListWithDetail<Token>
        name="tokens"
        label={text.list}
        list={{ rows, filterKey }}
        selection={selection}
        filters={
          <FilterBar<TokenState | 'all'>
            label={text.filter}
            entries={[{ id: 'all', title: text.all }, ...states.map((id) => ({ id, title: text.states[id] }))]}
            selected={state ?? 'all'}
            onSelect={(id) => setSearchParams({ state: id === 'all' ? null : id })}
          />
        }
        failed={text.failed}
        empty={
          <EmptyState icon="api" title={text.none}>
            {text.noneText}
          </EmptyState>
        }
        detailLabel={text.detail}
        detail={selectedId === undefined ? <HowTo /> : <TokenDetail key={selectedId} id={selectedId} />}
        decisionLabel={text.decision}
        decision={
          selectedId !== undefined && (
            <TokenDecision key={selectedId} id={selectedId} onRevealed={showRevealed} onChanged={refreshTokens} />
          )
        }
      >
        {(token) => <Entry token={token} />}
      </ListWithDetail>
      <NewTokenDialog isOpen={isCreating} onClose={() => setCreating(false)} onRevealed={showRevealed} />
      <RevealDialog
        title={text.revealTitle}
        explanation={text.revealText}
        secret={revealed?.secret}
        onClose={() => setRevealed(undefined)}
      />
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
