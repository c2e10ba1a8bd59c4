import { useMemo, useState } from 'react'
import type { Person } from '../../../contract/identities.ts'
import { type CsvTable, ExportRows } from '../../export-rows.tsx'
import { Link } from '../../link.tsx'
import { navigate, setSearchParams } from '../../router.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { SplitPane } from '../../ui/split-pane.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { useDelayed } from '../../use-delayed.ts'
import { useAsOf } from './as-of.ts'
import { PersonDetailPane } from './person-detail.tsx'
import { fetchPeople } from './queries.ts'
import { text } from './text.ts'
import { placeOf, useFirst, useList } from './use-list.ts'
import { useSearchKey } from './use-search-key.ts'

export function PeopleView({ chosen, department }: { chosen: string | undefined; department: string | null }) {
  const asOf = useAsOf()
  const [words, setWords] = useState('')
  const asked = useDelayed(words.trim(), 180)
  const search = useSearchKey(text.search)
  const filter = useMemo(() => ({ words: asked, department, asOf }), [asked, department, asOf])
  const rows = useList(useMemo(() => fetchPeople(filter, 200), [filter]))
  const [near, setNear] = useState(-1)
  const place = placeOf(rows, (row) => row.id === chosen, near)
  const first = rows.rowAt(0)
  useFirst(first && `/people/${first.id}`, chosen !== undefined)
  const table = useMemo<CsvTable<Person>>(
    () => ({ name: 'People', head, record, fetchPage: fetchPeople(filter, 1000) }),
    [filter],
  )
  if (rows.problem) {
    const { detail, requestId } = rows.problem
    return <ErrorState title={text.failed} detail={detail} requestId={requestId} onRetry={rows.retry} />
  }
  if (rows.total === undefined) return <Skeleton lines={8} />
  if (rows.total === 0 && asked === '' && department === null && asOf.mode === 'now')
    return (
      <EmptyState icon="people" title={text.none} actions={<Link href="/imports">{text.toImports}</Link>}>
        {text.noneText}
      </EmptyState>
    )
  return (
    <SplitPane
      name="people"
      listLabel={text.list}
      list={
        <>
          <div className="people-bar">
            <SearchField label={text.search} shortcut="/" inputRef={search} value={words} onChange={setWords} />
            <ExportRows table={table} />
          </div>
          {department !== null && (
            <div className="people-department">
              <Badge tone="info">{text.department(department)}</Badge>
              <Button variant="quiet" onPress={() => setSearchParams({ department: null })}>
                {text.allDepartments}
              </Button>
            </div>
          )}
          <VirtualList<Person>
            label={text.list}
            count={rows.total}
            rowAt={rows.rowAt}
            keyOf={(one) => one.id}
            active={place}
            onActive={(at) => {
              setNear(at)
              const row = rows.rowAt(at)
              if (row) navigate(`/people/${row.id}${location.search}`, { replace: true })
            }}
            onRange={rows.onRange}
            version={filter}
            lines={2}
            empty={<EmptyState title={asOf.mode === 'now' || asked ? text.noneFound : text.noneThen} />}
          >
            {(one) => <Entry one={one} />}
          </VirtualList>
        </>
      }
      detailLabel={text.detail}
      detail={
        chosen === undefined ? (
          <EmptyState title={text.choose} />
        ) : (
          <PersonDetailPane key={chosen} id={chosen} asOf={asOf} />
        )
      }
    />
  )
}

function Entry({ one }: { one: Person }) {
  return (
    <div className="people-entry">
      <strong className="truncate">{one.name || text.unknownThen}</strong>
      {one.status === 'Active' || one.name === '' ? (
        <span className="muted number">{text.accountsOf(one.accounts)}</span>
      ) : (
        <Badge>{one.status}</Badge>
      )}
      <span className="muted truncate">{[one.title, one.department].filter(Boolean).join(' · ') || one.email}</span>
    </div>
  )
}

const head = [
  'Name',
  'First name',
  'Last name',
  'E-mail',
  'Employee number',
  'Title',
  'Department',
  'Manager',
  'Type',
  'Status',
  'Accounts',
]
const record = (one: Person) => [
  one.name,
  one.firstName,
  one.lastName,
  one.email,
  one.employeeId,
  one.title,
  one.department,
  one.manager,
  one.type,
  one.status,
  one.accounts,
]
