import { navigate, setSearchParams, useSearchParam } from '../../shared/navigation/router.ts'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { AccountsView } from './accounts-view.tsx'
import { AsOfControl, AsOfNote } from '../../shared/as-of/as-of-control.tsx'
import { PeopleView } from './people-view.tsx'
import { text } from './text.ts'
import { pages } from '../../shared/navigation/paths.ts'
import './people.css'

/** People and their access, now or at another date, and accounts. */
export function PeopleScreen({ rest }: { rest: readonly string[] }) {
  const canRead = useIsPermitted('identities:read')
  const accounts = rest[0] === 'accounts'
  const department = useSearchParam('department')
  return (
    <div className="screen">
      <ScreenHead title={text.title}>
        {canRead && (
          <>
            <FilterBar
              label={text.show}
              entries={[
                { id: 'people', title: text.showPeople },
                { id: 'accounts', title: text.showAccounts },
              ]}
              selected={accounts ? 'accounts' : 'people'}
              onSelect={(id) => {
                if (department !== null) setSearchParams({ department: null })
                navigate(id === 'accounts' ? pages.accounts : pages.people, { keepQuery: true })
              }}
            />
            <AsOfControl />
          </>
        )}
      </ScreenHead>
      {canRead && <AsOfNote />}
      {!canRead ? (
        <EmptyState icon="hold" title={text.forbidden}>
          {text.forbiddenText}
        </EmptyState>
      ) : accounts ? (
        <AccountsView selectedId={rest[1]} />
      ) : (
        <PeopleView selectedId={rest[0]} department={department} />
      )}
    </div>
  )
}
