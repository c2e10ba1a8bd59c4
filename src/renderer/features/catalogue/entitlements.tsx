import { useState } from 'react'
import type { Entitlement, PrincipalRef } from '../../../contract/catalogue.ts'
import { asProblem } from '../../api/problem.ts'
import { PagedTable, useSelectedRow } from '../../shared/lists/paged-table.tsx'
import { useListSearch } from '../../shared/lists/use-list-search.ts'
import { useRows } from '../../shared/lists/use-list.ts'
import { Link } from '../../shared/link.tsx'
import { PrincipalField } from '../../shared/pickers/principal-field.tsx'
import { PrincipalPicker } from '../../shared/pickers/principal-picker.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { number } from '../../ui/format.ts'
import { SearchField } from '../../ui/search-field.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.ts'
import { isSelected, noneSelected, type Selection, sizeOf } from '../../ui/selection.ts'
import type { Column } from '../../ui/virtual-table.tsx'
import type { PagedRows } from '../../shared/lists/use-paged-rows.ts'
import { entitlementList } from './catalogue-lists.ts'
import { usePublish } from './queries.ts'
import { text } from './text.ts'
import { pages } from '../../shared/navigation/paths.ts'

const sectionText = text.entitlements
type Published = 'open' | 'published' | 'all'
const publishedFilter = { open: false, published: true, all: null } as const

/** Lists imported entitlements and publishes selected ones, or all that match the filter. */
export function Entitlements() {
  const search = useListSearch(sectionText.search)
  const [published, setPublished] = useState<Published>('open')
  const [selection, setSelection] = useState<Selection>(noneSelected)
  const [dialog, setDialog] = useState<'some' | 'all'>()
  const { query } = search
  const { rows, filterKey } = useRows(entitlementList, { query, published: publishedFilter[published] })
  const total = rows.total ?? 0
  const many = sizeOf(selection, total)
  // A selection of all rows is sent as the filter, because not all rows may be loaded.
  const ids = dialog === 'all' || (selection.all && selection.keys.size === 0) ? null : idsOf(rows, selection)
  const close = () => setDialog(undefined)
  return (
    <div className="fill">
      <div className="list-bar">
        <SearchField {...search.field} />
        <FilterBar<Published>
          label={sectionText.state}
          entries={(['open', 'published', 'all'] as const).map((id) => ({ id, title: sectionText[id] }))}
          selected={published}
          onSelect={(next) => {
            setPublished(next)
            setSelection(noneSelected)
          }}
        />
        <Button isDisabled={total === 0 || published !== 'open'} onPress={() => setDialog('all')}>
          {sectionText.publishAll(total)}
        </Button>
        <Button variant="primary" isDisabled={many === 0 || published !== 'open'} onPress={() => setDialog('some')}>
          {sectionText.publishSelected(many)}
        </Button>
      </div>
      <PagedTable<Entitlement>
        label={text.sections.entitlements}
        columns={columns}
        rows={rows}
        selected={useSelectedRow(rows, filterKey)}
        keyOf={keyOf}
        failed={text.failed}
        selection={selection}
        onSelection={setSelection}
        version={filterKey}
        empty={
          <EmptyState
            icon="catalogue"
            title={query !== '' ? text.noneFound : published === 'open' ? sectionText.allPublished : sectionText.none}
          >
            {sectionText.noneText}
          </EmptyState>
        }
      />
      <Dialog title={sectionText.title(dialog === 'all' ? total : many)} isOpen={dialog !== undefined} onClose={close}>
        <PublishForm
          ids={ids}
          many={dialog === 'all' ? total : many}
          search={query}
          onDone={() => {
            setSelection(noneSelected)
            close()
          }}
        />
      </Dialog>
    </div>
  )
}

const keyOf = (entitlement: Entitlement): string => String(entitlement.id)

function idsOf(rows: PagedRows<Entitlement>, chosen: Selection): number[] {
  if (!chosen.all) return [...chosen.keys].map(Number)
  const loaded = Array.from({ length: rows.total ?? 0 }, (_, index) => rows.rowAt(index))
  return loaded.flatMap((entitlement) =>
    entitlement && isSelected(chosen, keyOf(entitlement)) ? [entitlement.id] : [],
  )
}

const columns: readonly Column<Entitlement>[] = [
  {
    id: 'name',
    title: sectionText.entitlement,
    width: 'minmax(0, 1.5fr)',
    cell: (entitlement) => <strong className="truncate">{entitlement.name}</strong>,
  },
  {
    id: 'application',
    title: sectionText.application,
    width: 'minmax(0, 1fr)',
    cell: (entitlement) => entitlement.application.name,
  },
  {
    id: 'path',
    title: sectionText.path,
    width: 'minmax(0, 2fr)',
    cell: (entitlement) => <span className="muted truncate">{entitlement.path}</span>,
  },
  {
    id: 'privileged',
    title: sectionText.privileged,
    hideTitle: true,
    width: '6rem',
    cell: (entitlement) => entitlement.privileged && <Badge tone="loss">{sectionText.privileged}</Badge>,
  },
  {
    id: 'holders',
    title: sectionText.holders,
    width: '5rem',
    align: 'end',
    cell: (entitlement) => number(entitlement.holders),
  },
  {
    id: 'state',
    title: sectionText.state,
    width: '8rem',
    cell: (entitlement) =>
      entitlement.itemId !== null && <Link href={pages.catalogueItem(entitlement.itemId)}>{sectionText.itemOf}</Link>,
  },
]

function PublishForm({
  ids,
  many,
  search,
  onDone,
}: {
  ids: number[] | null
  many: number
  search: string
  onDone: () => void
}) {
  const publish = usePublish()
  const [provisioner, setProvisioner] = useState<PrincipalRef>()
  const [owner, setOwner] = useState<PrincipalRef>()
  const [risk, setRisk] = useState('')
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (!provisioner) return
        publish.mutate(
          {
            ids,
            ...(ids === null && search ? { q: search } : {}),
            provisionerId: provisioner.id,
            ownerId: owner?.id ?? null,
            riskLevel: risk === '' ? null : Number(risk),
          },
          {
            onSuccess: ({ items }) => {
              toast({ kind: 'done', message: sectionText.publishedMessage(items.length) })
              onDone()
            },
          },
        )
      }}
    >
      <p className="muted">{sectionText.note}</p>
      <PrincipalPicker label={text.provisioner} autoFocus chosen={provisioner} onChoose={setProvisioner} />
      <PrincipalField
        label={text.owner}
        value={owner}
        onChange={setOwner}
        emptyText={text.noneChosen}
        clear={text.clearOwner}
      />
      <TextField label={text.riskField} type="number" value={risk} onChange={setRisk} />
      {publish.isError && (
        <Banner kind="error" title={text.refused}>
          {asProblem(publish.error).detail}
        </Banner>
      )}
      <Button type="submit" variant="primary" wide isDisabled={!provisioner} isPending={publish.isPending}>
        {sectionText.publishSelected(many)}
      </Button>
    </form>
  )
}
