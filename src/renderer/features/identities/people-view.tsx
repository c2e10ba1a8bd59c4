import { useMemo, useState } from 'react'
import type { Person } from '../../../contract/identities.ts'
import type { CsvTable } from '../../shared/lists/export-rows.tsx'
import { Link } from '../../shared/link.tsx'
import { setSearchParams, useSearchParam } from '../../shared/navigation/router.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { SplitPane } from '../../ui/split-pane.tsx'
import { EmptyState, ErrorState } from '../../ui/states.tsx'
import { useDebouncedSearch } from '../../shared/hooks/use-debounced-search.ts'
import { useAsOf } from './as-of.ts'
import { ListFrame, useSelectedId } from './list-frame.tsx'
import { RosterConflictNote } from './roster-conflict-note.tsx'
import { PersonDetailPane } from './person-detail.tsx'
import { fetchPeople } from './queries.ts'
import { text } from './text.ts'
import { pages } from '../../shared/navigation/paths.ts'

export function PeopleView({ chosen, department }: { chosen: string | undefined; department: string | null }) {
  const asOf = useAsOf()
  const [words, setWords] = useState('')
  const asked = useDebouncedSearch(words)
  const news = useSearchParam('news') !== null && asOf.mode === 'now'
  const filter = useMemo(() => ({ query: asked, department, news, asOf }), [asked, department, news, asOf])
  const asking = useMemo(() => fetchPeople(filter, 200), [filter])
  const list = useSelectedId(asking, pages.people, chosen)
  const table = useMemo<CsvTable<Person>>(
    () => ({ name: 'People', head, record, fetchPage: fetchPeople(filter, 1000) }),
    [filter],
  )
  const { rows } = list
  if (rows.problem) {
    const { detail, requestId } = rows.problem
    return <ErrorState title={text.failed} detail={detail} requestId={requestId} onRetry={rows.retry} />
  }
  if (rows.total === 0 && asked === '' && department === null && !news && asOf.mode === 'now')
    return (
      <EmptyState icon="people" title={text.none} actions={<Link href={pages.imports}>{text.toImports}</Link>}>
        {text.noneText}
      </EmptyState>
    )
  return (
    <SplitPane
      name="people"
      listLabel={text.list}
      list={
        <ListFrame
          label={text.list}
          search={{ label: text.search, words, onChange: setWords }}
          table={table}
          list={list}
          version={filter}
          note={
            <>
              {asOf.mode === 'now' && <RosterConflictNote shown={news} />}
              {department !== null && (
                <div className="list-note">
                  <Badge tone="info">{text.department(department)}</Badge>
                  <Button variant="quiet" onPress={() => setSearchParams({ department: null })}>
                    {text.allDepartments}
                  </Button>
                </div>
              )}
            </>
          }
          counted={text.counted}
          empty={<EmptyState title={asOf.mode === 'now' || asked ? text.noneFound : text.noneThen} />}
        >
          {(person) => <Entry person={person} />}
        </ListFrame>
      }
      detailLabel={text.detail}
      detail={
        chosen === undefined ? (
          <EmptyState title={text.noSelection} />
        ) : (
          <PersonDetailPane key={chosen} id={chosen} asOf={asOf} />
        )
      }
    />
  )
}

function Entry({ person }: { person: Person }) {
  return (
    <div className="list-entry">
      <strong className="truncate">{person.name || text.unknownThen}</strong>
      {person.status === 'Active' || person.name === '' ? (
        <span className="muted number">{text.accountsOf(person.accounts)}</span>
      ) : (
        <Badge>{person.status}</Badge>
      )}
      <span className="muted truncate">
        {[person.title, person.department].filter(Boolean).join(' · ') || person.email}
      </span>
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
const record = (person: Person) => [
  person.name,
  person.firstName,
  person.lastName,
  person.email,
  person.employeeId,
  person.title,
  person.department,
  person.manager,
  person.type,
  person.status,
  person.accounts,
]
