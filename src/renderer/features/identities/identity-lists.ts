import { type Account, AccountPage, type Person, PersonPage } from '../../../contract/identities.ts'
import { request } from '../../api/client.ts'
import type { ListSource } from '../../shared/lists/use-list.ts'
import { apiPaths } from '../../shared/navigation/paths.ts'
import { type AsOf, momentQuery } from '../../shared/as-of/as-of.ts'
import { type MatchFilter, peopleKeys } from './queries.ts'
import { text } from './text.ts'

export interface PeopleFilter {
  readonly query: string
  readonly department: string | null
  /** Only people whose roster differs from an attribute set by hand. */
  readonly news: boolean
  /** Only people who left and still have accounts. */
  readonly leavers: boolean
  readonly asOf: AsOf
}

export const personList: ListSource<Person, PeopleFilter> = {
  key: [...peopleKeys.all, 'list'],
  fetch:
    ({ query, department, news, leavers, asOf }, limit) =>
    (cursor, signal) =>
      request(PersonPage, apiPaths.people, {
        query: {
          limit,
          cursor,
          q: query || undefined,
          department: department ?? undefined,
          news: news || undefined,
          leavers: leavers || undefined,
          ...momentQuery(asOf),
        },
        signal,
      }),
  csv: {
    name: 'People',
    head: [
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
    ],
    record: (person) => [
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
    ],
  },
}

export interface AccountFilter {
  readonly query: string
  readonly match: MatchFilter
  readonly asOf: AsOf
}

export const accountList: ListSource<Account, AccountFilter> = {
  key: [...peopleKeys.all, 'accounts'],
  fetch:
    ({ query, match, asOf }, limit) =>
    (cursor, signal) =>
      request(AccountPage, apiPaths.accounts, {
        query: { limit, cursor, q: query || undefined, match, ...momentQuery(asOf) },
        signal,
      }),
  csv: {
    name: ({ match }) => `Accounts, ${text.matches[match]}`,
    head: [
      'Application',
      'User name',
      'Name',
      'E-mail',
      'Employee number',
      'Active',
      'Grants',
      'Matched person',
      'Match reason',
      'Matched by',
      'Matched since',
    ],
    record: (account) => [
      account.application.name,
      account.userName,
      account.name,
      account.email,
      account.employeeId,
      account.active ? 'yes' : 'no',
      account.grants,
      account.match === null ? '' : (account.match.person?.name ?? text.noOwner),
      account.match?.words ?? '',
      account.match?.by ?? '',
      account.match?.since ?? '',
    ],
  },
}
