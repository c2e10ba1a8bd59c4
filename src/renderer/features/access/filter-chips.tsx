import type { AccessSubject } from '../../../contract/access.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { Menu } from '../../ui/menu.tsx'
import {
  type FilterName,
  filterNames,
  type GrantFilter,
  setFilter,
  setSubject,
  type SubjectName,
} from './grant-filter.ts'
import { text } from './text.ts'

/** Switches filters of the list on and off. */
export function FilterMenu({ filters }: { filters: readonly FilterName[] }) {
  return (
    <Menu
      label={text.filter}
      entries={filterNames.map((name) => ({
        id: name,
        title: text.filters[name],
        ...(filters.includes(name) && { icon: 'check' as const }),
        run: () => setFilter(name, !filters.includes(name)),
      }))}
    >
      <Button icon="plus">{text.filter}</Button>
    </Menu>
  )
}

/** What the filters leave out because nobody knows it: an empty list says less than it seems to. */
export function FilterLimits({ filters }: { filters: readonly FilterName[] }) {
  const limits: Readonly<Partial<Record<FilterName, string>>> = text.filterLimits
  return filters.map((name) => {
    const limit = limits[name]
    if (limit === undefined) return null
    return (
      <p key={name} className="basis-note muted">
        {limit}
        {name === 'dormant' && (
          <Button variant="plain" onPress={() => setFilter('signInUnknown', true)}>
            {text.showSignInUnknown}
          </Button>
        )}
      </p>
    )
  })
}

/** Whom and what the list is about, each with a button that takes it out. */
export function FilterChips({ filter, about }: { filter: GrantFilter; about: AccessSubject | undefined }) {
  const { subject, filters } = filter
  const names: Readonly<Partial<Record<SubjectName, string | undefined>>> = {
    // The application stands in the field above.
    entitlement: about?.entitlement ? `${about.application?.name} › ${about.entitlement.path}` : undefined,
    person: about?.person?.name,
    account: about?.account?.name,
    department: subject.department && text.about.department(subject.department),
    title: subject.title && text.about.title(subject.title),
  }
  const chips = [
    ...Object.entries(names).flatMap(([name, title]) =>
      title === undefined || title === '' ? [] : [{ name, title, clear: () => setSubject(name as SubjectName, null) }],
    ),
    ...filters.map((name) => ({ name, title: text.filters[name], clear: () => setFilter(name, false) })),
  ]
  if (chips.length === 0) return null
  return (
    <div className="list-note">
      {chips.map(({ name, title, clear }) => (
        <Button key={name} variant="plain" onPress={clear} aria-label={text.clear(title)}>
          <span className="access-chip">
            <span className="truncate">{title}</span>
            <Icon name="close" />
          </span>
        </Button>
      ))}
    </div>
  )
}
