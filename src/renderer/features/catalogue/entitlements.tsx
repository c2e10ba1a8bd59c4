import { useMemo, useState } from 'react'
import type { Entitlement, PrincipalRef } from '../../../contract/catalogue.ts'
import { asProblem } from '../../api/problem.ts'
import { useRowsOf } from '../../shared/lists/change-counter.ts'
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
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.ts'
import { isSelected, noneSelected, type Selection, sizeOf } from '../../ui/selection.ts'
import { type Column, VirtualTable } from '../../ui/virtual-table.tsx'
import { useDebouncedSearch } from '../../shared/hooks/use-debounced-search.ts'
import type { PagedRows } from '../../shared/lists/use-paged-rows.ts'
import { fresh, fetchEntitlements, usePublish } from './queries.ts'
import { text } from './text.ts'

const words = text.entitlements
const pageSize = 200
type Published = 'open' | 'published' | 'all'
const wanted = { open: false, published: true, all: null } as const

/** What imports brought, and which of it people can ask for: published one by one, or all that a filter leaves. */
export function Entitlements() {
  const [search, setSearch] = useState('')
  const [published, setPublished] = useState<Published>('open')
  const [chosen, setChosen] = useState<Selection>(noneSelected)
  const [asking, setAsking] = useState<'some' | 'all'>()
  const [active, setActive] = useState(0)
  const asked = useDebouncedSearch(search)
  const question = useMemo(
    () => fetchEntitlements({ words: asked, published: wanted[published] }, pageSize),
    [asked, published],
  )
  const rows = useRowsOf(question, pageSize, fresh)
  if (rows.problem)
    return (
      <ErrorState
        title={text.failed}
        detail={rows.problem.detail}
        requestId={rows.problem.requestId}
        onRetry={rows.retry}
      />
    )
  if (rows.total === undefined) return <Skeleton lines={7} />
  const many = sizeOf(chosen, rows.total)
  // Everything without exception is told by the filter: the rows may be more than were ever loaded.
  const ids = asking === 'all' || (chosen.all && chosen.keys.size === 0) ? null : idsOf(rows, chosen)
  const close = () => setAsking(undefined)
  return (
    <div className="entitlements">
      <div className="catalogue-bar">
        <SearchField label={words.search} value={search} onChange={setSearch} />
        <FilterBar<Published>
          label={words.state}
          entries={(['open', 'published', 'all'] as const).map((id) => ({ id, title: words[id] }))}
          selected={published}
          onSelect={(next) => {
            setPublished(next)
            setChosen(noneSelected)
          }}
        />
        <Button isDisabled={rows.total === 0 || published !== 'open'} onPress={() => setAsking('all')}>
          {words.publishAll(rows.total)}
        </Button>
        <Button variant="primary" isDisabled={many === 0 || published !== 'open'} onPress={() => setAsking('some')}>
          {words.publishSome(many)}
        </Button>
      </div>
      <VirtualTable<Entitlement>
        label={text.shows.entitlements}
        columns={columns}
        count={rows.total}
        rowAt={rows.rowAt}
        keyOf={keyOf}
        active={active}
        onActive={setActive}
        selection={chosen}
        onSelection={setChosen}
        onRange={rows.onRange}
        version={`${asked} ${published}`}
        empty={
          <EmptyState
            icon="catalogue"
            title={asked !== '' ? text.noneFound : published === 'open' ? words.allDone : words.none}
          >
            {words.noneText}
          </EmptyState>
        }
      />
      <Dialog title={words.title(asking === 'all' ? rows.total : many)} isOpen={asking !== undefined} onClose={close}>
        <PublishForm
          ids={ids}
          many={asking === 'all' ? rows.total : many}
          search={asked}
          onDone={() => {
            setChosen(noneSelected)
            close()
          }}
        />
      </Dialog>
    </div>
  )
}

const keyOf = (one: Entitlement): string => String(one.id)

function idsOf(rows: PagedRows<Entitlement>, chosen: Selection): number[] {
  if (!chosen.all) return [...chosen.keys].map(Number)
  const known = Array.from({ length: rows.total ?? 0 }, (_, at) => rows.rowAt(at))
  return known.flatMap((one) => (one && isSelected(chosen, keyOf(one)) ? [one.id] : []))
}

const columns: readonly Column<Entitlement>[] = [
  {
    id: 'name',
    title: words.entitlement,
    width: 'minmax(0, 1.5fr)',
    cell: (one) => <strong className="truncate">{one.name}</strong>,
  },
  { id: 'application', title: words.application, width: 'minmax(0, 1fr)', cell: (one) => one.application.name },
  {
    id: 'path',
    title: words.path,
    width: 'minmax(0, 2fr)',
    cell: (one) => <span className="muted truncate">{one.path}</span>,
  },
  {
    id: 'privileged',
    title: words.privileged,
    hideTitle: true,
    width: '6rem',
    cell: (one) => one.privileged && <Badge tone="loss">{words.privileged}</Badge>,
  },
  { id: 'holders', title: words.holders, width: '5rem', align: 'end', cell: (one) => number(one.holders) },
  {
    id: 'state',
    title: words.state,
    width: '8rem',
    cell: (one) =>
      one.itemId !== null && <Link href={`/catalogue/${encodeURIComponent(one.itemId)}`}>{words.itemOf}</Link>,
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
      className="item-form"
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
              toast({ kind: 'done', message: words.done(items.length) })
              onDone()
            },
          },
        )
      }}
    >
      <p className="muted">{words.note}</p>
      <PrincipalPicker label={text.provisioner} autoFocus chosen={provisioner} onChoose={setProvisioner} />
      <PrincipalField label={text.owner} value={owner} onChange={setOwner} nobody={text.nobody} clear={text.noOwner} />
      <TextField label={text.riskField} type="number" value={risk} onChange={setRisk} />
      {publish.isError && (
        <Banner kind="error" title={text.refused}>
          {asProblem(publish.error).detail}
        </Banner>
      )}
      <Button type="submit" variant="primary" wide isDisabled={!provisioner} isPending={publish.isPending}>
        {words.publishSome(many)}
      </Button>
    </form>
  )
}
