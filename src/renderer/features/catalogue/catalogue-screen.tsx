import type { CatalogueItem } from '../../../contract/catalogue.ts'
import { ActionButton } from '../../commands/command-button.tsx'
import { useDialogParam } from '../../shared/hooks/use-dialog-param.ts'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { Link } from '../../shared/link.tsx'
import { ListWithDetail } from '../../shared/lists/list-with-detail.tsx'
import { useAddressSelection } from '../../shared/lists/use-address-selection.ts'
import { useListSearch } from '../../shared/lists/use-list-search.ts'
import { useList } from '../../shared/lists/use-list.ts'
import { pages } from '../../shared/navigation/paths.ts'
import { setSearchParams, useSearchParam } from '../../shared/navigation/router.ts'
import { Badge } from '../../ui/badge.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { Select } from '../../ui/select.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { newBundle, newRole } from './actions.ts'
import { itemList } from './catalogue-lists.ts'
import { Entitlements } from './entitlements.tsx'
import { ItemDecision } from './item-decision.tsx'
import { ItemDetail } from './item-detail.tsx'
import { NewItemDialog } from './new-item-dialog.tsx'
import { RequestFields } from './request-fields.tsx'
import { text } from './text.ts'
import './catalogue.css'

const shows = ['items', 'entitlements', 'fields'] as const
type Show = (typeof shows)[number]

export function CatalogueScreen({ rest }: { rest: readonly string[] }) {
  const canRead = useIsPermitted('catalogue:read')
  const canWrite = useIsPermitted('catalogue:write')
  const param = useSearchParam('show')
  const show: Show = canWrite ? (shows.find((value) => value === param) ?? 'items') : 'items'
  return (
    <div className="screen">
      <ScreenHead title={text.title}>
        {canWrite && (
          <>
            <Select
              label={text.show}
              hideLabel
              value={show}
              options={shows.map((value) => ({ value, title: text.sections[value] }))}
              onChange={(value) => setSearchParams({ show: value === 'items' ? null : value })}
            />
            {show === 'items' && <CreateButtons />}
          </>
        )}
      </ScreenHead>
      {!canRead ? (
        <EmptyState icon="hold" title={text.forbidden} />
      ) : show === 'entitlements' ? (
        <Entitlements />
      ) : show === 'fields' ? (
        <RequestFields />
      ) : (
        <Items selectedId={rest[0]} />
      )}
    </div>
  )
}

function CreateButtons() {
  const [isRoleOpen, setRoleOpen] = useDialogParam('role')
  const [isBundleOpen, setBundleOpen] = useDialogParam('bundle')
  return (
    <>
      <ActionButton action={newBundle} />
      <ActionButton action={newRole} variant="primary" icon="plus" />
      <NewItemDialog kind="bundle" isOpen={isBundleOpen} onClose={() => setBundleOpen(false)} />
      <NewItemDialog kind="role" isOpen={isRoleOpen} onClose={() => setRoleOpen(false)} />
    </>
  )
}

function Items({ selectedId }: { selectedId: string | undefined }) {
  const search = useListSearch(text.search)
  const canWrite = useIsPermitted('catalogue:write')
  const list = useList(itemList, { query: search.query })
  const selection = useAddressSelection(list.rows, { selectedId, pathOf: pages.catalogueItem, initial: 'show-first' })
  const { id } = selection
  return (
    <ListWithDetail<CatalogueItem>
      name="catalogue"
      label={text.list}
      list={list}
      selection={selection}
      search={search}
      failed={text.failed}
      emptyScreen={
        search.query === '' && (
          <EmptyState
            icon="catalogue"
            title={text.none}
            actions={canWrite && <Link href={pages.entitlements}>{text.toEntitlements}</Link>}
          >
            {text.noneText}
          </EmptyState>
        )
      }
      empty={<EmptyState title={text.noneFound} />}
      counted={text.counted}
      detailLabel={text.detail}
      detail={id === undefined ? <EmptyState title={text.noneFound} /> : <ItemDetail key={id} id={id} />}
      decisionLabel={text.decision}
      decision={id !== undefined && <ItemDecision key={id} id={id} />}
    >
      {(item) => <Entry item={item} />}
    </ListWithDetail>
  )
}

function Entry({ item }: { item: CatalogueItem }) {
  return (
    <div className="list-entry">
      <strong className="truncate">{item.name}</strong>
      {item.requestable ? (
        item.riskLevel !== null && (
          <Badge tone={item.riskLevel >= 7 ? 'loss' : 'neutral'}>{text.risk(item.riskLevel)}</Badge>
        )
      ) : (
        <Badge>{text.notRequestable}</Badge>
      )}
      <span className="muted truncate">{[text.kinds[item.kind], item.description].filter(Boolean).join(' · ')}</span>
    </div>
  )
}
