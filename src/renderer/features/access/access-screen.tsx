import { AsOfControl, AsOfNote } from '../../shared/as-of/as-of-control.tsx'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { pages } from '../../shared/navigation/paths.ts'
import { navigate, useSearchParam } from '../../shared/navigation/router.ts'
import { asOfParam } from '../../shared/as-of/as-of.ts'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { ChangesView } from './changes-view.tsx'
import { EntitlementsView } from './entitlements-view.tsx'
import { GrantsView } from './grants-view.tsx'
import { text } from './text.ts'
import './access.css'

const tabs = ['entitlements', 'grants', 'changes'] as const
type Tab = (typeof tabs)[number]

/** Who has, or had, access, and what changed. */
export function AccessScreen({ rest }: { rest: readonly string[] }) {
  const canRead = useIsPermitted('identities:read')
  const tab = tabs.find((name) => name === rest[0]) ?? 'entitlements'
  const asOf = useSearchParam(asOfParam) ?? undefined
  const addresses: Readonly<Record<Tab, string>> = {
    entitlements: asOf === undefined ? pages.access : `${pages.access}?${asOfParam}=${asOf}`,
    grants: pages.grants({ asOf }),
    changes: pages.accessChanges({}),
  }
  return (
    <div className="screen">
      <ScreenHead title={text.title}>
        {canRead && (
          <>
            <FilterBar<Tab>
              label={text.show}
              entries={tabs.map((id) => ({ id, title: text.tabs[id] }))}
              selected={tab}
              onSelect={(id) => navigate(addresses[id])}
            />
            {tab !== 'changes' && <AsOfControl />}
          </>
        )}
      </ScreenHead>
      {canRead && tab !== 'changes' && <AsOfNote />}
      {!canRead ? (
        <EmptyState icon="hold" title={text.forbidden}>
          {text.forbiddenText}
        </EmptyState>
      ) : tab === 'grants' ? (
        <GrantsView />
      ) : tab === 'changes' ? (
        <ChangesView />
      ) : (
        <EntitlementsView />
      )}
    </div>
  )
}
