import type { Account } from '../../../contract/identities.ts'
import { ListWithDetail } from '../../shared/lists/list-with-detail.tsx'
import { useAddressSelection } from '../../shared/lists/use-address-selection.ts'
import { useListSearch } from '../../shared/lists/use-list-search.ts'
import { useList } from '../../shared/lists/use-list.ts'
import { pages } from '../../shared/navigation/paths.ts'
import { setSearchParams, useSearchParam } from '../../shared/navigation/router.ts'
import { Badge } from '../../ui/badge.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { AccountDetail } from './account-detail.tsx'
import { useAsOf } from '../../shared/as-of/as-of.ts'
import { accountList } from './identity-lists.ts'
import { MatchDecision } from './match-decision.tsx'
import type { MatchFilter } from './queries.ts'
import { text } from './text.ts'

const filters = ['none', 'nobody', 'person', 'any'] as const
const readMatch = (written: string | null): MatchFilter => filters.find((value) => value === written) ?? 'none'

/** Lists accounts, at first the unmatched ones, and matches them to people. */
export function AccountsView({ selectedId }: { selectedId: string | undefined }) {
  const asOf = useAsOf()
  const match = readMatch(useSearchParam('match'))
  const search = useListSearch(text.searchAccounts)
  const list = useList(accountList, { query: search.query, match, asOf })
  const selection = useAddressSelection(list.rows, { selectedId, pathOf: pages.account, initial: 'open-first' })
  return (
    <ListWithDetail<Account>
      name="people"
      label={text.accounts}
      list={list}
      selection={selection}
      search={search}
      filters={
        <FilterBar<MatchFilter>
          label={text.match}
          entries={filters.map((id) => ({ id, title: text.matches[id] }))}
          selected={match}
          onSelect={(id) => setSearchParams({ match: id === 'none' ? null : id })}
        />
      }
      failed={text.failed}
      empty={
        match === 'none' && search.query === '' ? (
          <EmptyState icon="check" title={text.noUnmatched}>
            {text.noUnmatchedText}
          </EmptyState>
        ) : (
          <EmptyState title={text.noAccountsFound} />
        )
      }
      counted={text.accountsOf}
      detailLabel={text.accountDetail}
      detail={
        selectedId === undefined ? (
          <EmptyState title={text.noAccountSelection} />
        ) : (
          <AccountDetail key={selectedId} id={selectedId} asOf={asOf} />
        )
      }
      decisionLabel={text.decision}
      decision={selectedId !== undefined && <MatchDecision key={selectedId} id={selectedId} asOf={asOf} />}
    >
      {(account) => <Entry account={account} />}
    </ListWithDetail>
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
