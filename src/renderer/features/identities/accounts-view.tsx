import { useMemo, useState } from 'react'
import type { Account } from '../../../contract/identities.ts'
import type { CsvTable } from '../../shared/lists/export-rows.tsx'
import { setSearchParams, useSearchParam } from '../../shared/navigation/router.ts'
import { Badge } from '../../ui/badge.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { SplitPane } from '../../ui/split-pane.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { useDebouncedSearch } from '../../shared/hooks/use-debounced-search.ts'
import { AccountDetail } from './account-detail.tsx'
import { useAsOf } from './as-of.ts'
import { ListFrame, useSelectedId } from './list-frame.tsx'
import { MatchDecision } from './match-decision.tsx'
import { fetchAccounts, type MatchFilter } from './queries.ts'
import { text } from './text.ts'
import { pages } from '../../shared/navigation/paths.ts'

const filters = ['none', 'nobody', 'person', 'any'] as const
const readMatch = (written: string | null): MatchFilter => filters.find((value) => value === written) ?? 'none'

/** Lists accounts, at first the unmatched ones, and matches them to people. */
export function AccountsView({ chosen }: { chosen: string | undefined }) {
  const asOf = useAsOf()
  const match = readMatch(useSearchParam('match'))
  const [words, setWords] = useState('')
  const asked = useDebouncedSearch(words)
  const filter = useMemo(() => ({ query: asked, match, asOf }), [asked, match, asOf])
  const asking = useMemo(() => fetchAccounts(filter, 200), [filter])
  const list = useSelectedId(asking, pages.accounts, chosen)
  const table = useMemo<CsvTable<Account>>(
    () => ({ name: `Accounts, ${text.matches[filter.match]}`, head, record, fetchPage: fetchAccounts(filter, 1000) }),
    [filter],
  )
  const { rows } = list
  if (rows.problem) {
    const { detail, requestId } = rows.problem
    return <ErrorState title={text.failed} detail={detail} requestId={requestId} onRetry={rows.retry} />
  }
  return (
    <SplitPane
      name="people"
      listLabel={text.accounts}
      list={
        <ListFrame
          label={text.accounts}
          search={{ label: text.searchAccounts, words, onChange: setWords }}
          table={table}
          list={list}
          version={filter}
          filter={
            <FilterBar<MatchFilter>
              label={text.match}
              entries={filters.map((id) => ({ id, title: text.matches[id] }))}
              selected={match}
              onSelect={(id) => setSearchParams({ match: id === 'none' ? null : id })}
            />
          }
          counted={text.accountsOf}
          empty={
            match === 'none' && asked === '' ? (
              <EmptyState icon="check" title={text.noUnmatched}>
                {text.noUnmatchedText}
              </EmptyState>
            ) : (
              <EmptyState title={text.noAccountsFound} />
            )
          }
        >
          {(account) => <Entry account={account} />}
        </ListFrame>
      }
      detailLabel={text.accountDetail}
      detail={
        chosen === undefined ? (
          <EmptyState title={text.noAccountSelection} />
        ) : (
          <AccountDetail key={chosen} id={chosen} asOf={asOf} />
        )
      }
      decisionLabel={text.decision}
      decision={chosen !== undefined && <MatchDecision key={chosen} id={chosen} asOf={asOf} />}
    />
  )
}

function Entry({ account }: { account: Account }) {
  return (
    <div className="list-entry">
      <strong className="truncate">{account.name || account.userName}</strong>
      {account.active ? <span /> : <Badge>{text.inactive}</Badge>}
      <span className="muted truncate">
        {account.application.name} · <span className="mono">{account.userName}</span>
        {account.match && ` · ${account.match.person?.name ?? text.noOwner}`}
      </span>
    </div>
  )
}

const head = [
  'Application',
  'User name',
  'Name',
  'E-mail',
  'Employee number',
  'Active',
  'Grants',
  'Matched person',
  'Match reason',
  'Matched by',
  'Matched since',
]
const record = (account: Account) => [
  account.application.name,
  account.userName,
  account.name,
  account.email,
  account.employeeId,
  account.active ? 'yes' : 'no',
  account.grants,
  account.match === null ? '' : (account.match.person?.name ?? text.noOwner),
  account.match?.words ?? '',
  account.match?.by ?? '',
  account.match?.since ?? '',
]
