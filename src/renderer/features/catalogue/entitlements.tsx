import { useMemo, useState } from 'react'
import { useStore } from 'zustand'
import type { Entitlement, PrincipalRef } from '../../../contract/catalogue.ts'
import { asProblem } from '../../api/problem.ts'
import { Link } from '../../link.tsx'
import type { FetchPage } from '../../paged-rows.ts'
import { PrincipalPicker } from '../../principal-picker.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { FilterBar } from '../../ui/filter-bar.tsx'
import { number } from '../../ui/format.ts'
import { SearchField } from '../../ui/search-field.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.ts'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { useDelayed } from '../../use-delayed.ts'
import { usePagedRows } from '../../use-paged-rows.ts'
import { freshStore } from './fresh.ts'
import { fetchEntitlements, usePublish } from './queries.ts'
import { text } from './text.ts'

const words = text.entitlements
const pageSize = 200
type Published = 'open' | 'published' | 'all'
const wanted = { open: false, published: true, all: null } as const

/** What imports brought, and which of it people can ask for: published one by one, or all that a filter leaves. */
export function Entitlements() {
  const [search, setSearch] = useState('')
  const [published, setPublished] = useState<Published>('open')
  const [chosen, setChosen] = useState<ReadonlySet<number>>(new Set())
  const [asking, setAsking] = useState<'some' | 'all'>()
  const asked = useDelayed(search.trim(), 180)
  const changes = useStore(freshStore, (state) => state.changes)
  const fetchPage = useMemo<FetchPage<Entitlement>>(
    () => fetchEntitlements({ words: asked, published: wanted[published] }, pageSize),
    // oxlint-disable-next-line react-hooks/exhaustive-deps -- what changed makes other pages of the same question
    [asked, published, changes],
  )
  const rows = usePagedRows(fetchPage, pageSize)
  const [active, setActive] = useState(0)
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
  const toggle = (id: number) =>
    setChosen((set) => new Set(set.has(id) ? [...set].filter((one) => one !== id) : [...set, id]))
  const close = () => setAsking(undefined)
  return (
    <div className="entitlements">
      <div className="catalogue-bar">
        <SearchField label={words.search} value={search} onChange={setSearch} />
        <FilterBar<Published>
          label={words.state}
          entries={(['open', 'published', 'all'] as const).map((id) => ({ id, title: words[id] }))}
          selected={published}
          onSelect={setPublished}
        />
        <Button isDisabled={rows.total === 0 || published !== 'open'} onPress={() => setAsking('all')}>
          {words.publishAll(rows.total)}
        </Button>
        <Button variant="primary" isDisabled={chosen.size === 0} onPress={() => setAsking('some')}>
          {words.publishSome(chosen.size)}
        </Button>
      </div>
      <VirtualList<Entitlement>
        label={text.shows.entitlements}
        count={rows.total}
        rowAt={rows.rowAt}
        keyOf={(one) => String(one.id)}
        active={active}
        onActive={setActive}
        onRange={rows.onRange}
        version={`${asked} ${published}`}
        lines={2}
        empty={
          <EmptyState
            icon="catalogue"
            title={asked === '' && published !== 'open' ? words.none : asked === '' ? words.allDone : text.noneFound}
          >
            {words.noneText}
          </EmptyState>
        }
      >
        {(one) => (
          <div className="entitlement">
            <Checkbox
              aria-label={words.choose(one.name)}
              isSelected={chosen.has(one.id)}
              isDisabled={one.itemId !== null}
              onChange={() => toggle(one.id)}
            >
              <strong>{one.name}</strong>
            </Checkbox>
            <span className="muted truncate">
              {one.application.name} › {one.path}
            </span>
            {one.privileged && <Badge tone="loss">{words.privileged}</Badge>}
            <span className="muted number">
              {words.holders}: {number(one.holders)}
            </span>
            {one.itemId !== null && <Link href={`/catalogue/${encodeURIComponent(one.itemId)}`}>{words.itemOf}</Link>}
          </div>
        )}
      </VirtualList>
      <Dialog
        title={words.title(asking === 'all' ? rows.total : chosen.size)}
        isOpen={asking !== undefined}
        onClose={close}
      >
        <PublishForm
          ids={asking === 'all' ? null : [...chosen]}
          search={asked}
          onDone={() => {
            setChosen(new Set())
            close()
          }}
        />
      </Dialog>
    </div>
  )
}

function PublishForm({ ids, search, onDone }: { ids: number[] | null; search: string; onDone: () => void }) {
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
      <PrincipalPicker label={text.provisioner} chosen={provisioner} onChoose={setProvisioner} />
      <PrincipalPicker label={text.owner} chosen={owner} onChoose={setOwner} />
      <TextField label={text.riskField} type="number" value={risk} onChange={setRisk} />
      {publish.isError && (
        <Banner kind="error" title={text.refused}>
          {asProblem(publish.error).detail}
        </Banner>
      )}
      <Button type="submit" variant="primary" wide isDisabled={!provisioner} isPending={publish.isPending}>
        {ids === null ? words.publishAll(0).replace(' 0', '') : words.publishSome(ids.length)}
      </Button>
    </form>
  )
}
