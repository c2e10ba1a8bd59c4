import type { Person } from '../../../contract/identities.ts'
import { Link } from '../../shared/link.tsx'
import { ListWithDetail } from '../../shared/lists/list-with-detail.tsx'
import { useAddressSelection } from '../../shared/lists/use-address-selection.ts'
import { useListSearch } from '../../shared/lists/use-list-search.ts'
import { useList } from '../../shared/lists/use-list.ts'
import { pages } from '../../shared/navigation/paths.ts'
import { setSearchParams, useSearchParam } from '../../shared/navigation/router.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { useAsOf } from '../../shared/as-of/as-of.ts'
import { personList } from './identity-lists.ts'
import { LeaversNote } from './leavers-note.tsx'
import { PersonDetailPane } from './person-detail.tsx'
import { RosterConflictNote } from './roster-conflict-note.tsx'
import { text } from './text.ts'

export function PeopleView({ selectedId, department }: { selectedId: string | undefined; department: string | null }) {
  const asOf = useAsOf()
  const isNow = asOf.mode === 'now'
  const search = useListSearch(text.search)
  const leavers = useSearchParam('leavers') !== null && isNow
  const news = useSearchParam('news') !== null && isNow && !leavers
  const list = useList(personList, { query: search.query, department, news, leavers, asOf })
  const selection = useAddressSelection(list.rows, { selectedId, pathOf: pages.person, initial: 'open-first' })
  const isFiltered = search.query !== '' || department !== null || news || leavers || !isNow
  return (
    <ListWithDetail<Person>
      name="people"
      label={text.list}
      list={list}
      selection={selection}
      search={search}
      failed={text.failed}
      note={
        <>
          {isNow && <LeaversNote shown={leavers} />}
          {isNow && <RosterConflictNote shown={news} />}
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
      emptyScreen={
        !isFiltered && (
          <EmptyState icon="people" title={text.none} actions={<Link href={pages.imports}>{text.toImports}</Link>}>
            {text.noneText}
          </EmptyState>
        )
      }
      empty={<EmptyState title={isNow || search.query ? text.noneFound : text.noneThen} />}
      counted={text.counted}
      detailLabel={text.detail}
      detail={
        selectedId === undefined ? (
          <EmptyState title={text.noSelection} />
        ) : (
          <PersonDetailPane key={selectedId} id={selectedId} asOf={asOf} />
        )
      }
    >
      {(person) => <Entry person={person} />}
    </ListWithDetail>
  )
}

function Entry({ person }: { person: Person }) {
  return (
    <div className="list-entry">
      <strong className="truncate">{person.name || text.unknownThen}</strong>
      {person.status === 'Active' || person.name === '' ? (
        <span className="muted number">{text.accountsOf(person.accounts)}</span>
      ) : person.accounts > 0 ? (
        <Badge tone="loss">{text.leaverInList(text.statuses[person.status], person.accounts)}</Badge>
      ) : (
        <Badge>{text.statuses[person.status]}</Badge>
      )}
      <span className="muted truncate">
        {[person.title, person.department].filter(Boolean).join(' · ') || person.email}
      </span>
    </div>
  )
}
