import { roleList } from '../../../shared/role-labels.ts'
import { useMemo, useState } from 'react'
import { type User, UserPage } from '../../../../contract/users.ts'
import { request } from '../../../api/client.ts'
import type { Command } from '../../../commands/registry.ts'
import { useCommands } from '../../../commands/use-commands.ts'
import { type CsvTable, ExportRows } from '../../../shared/lists/export-rows.tsx'
import type { FetchPage } from '../../../shared/lists/paged-rows-cache.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Button } from '../../../ui/button.tsx'
import { moment } from '../../../ui/format.ts'
import { EmptyState, ErrorState, Skeleton } from '../../../ui/states.tsx'
import { type Column, VirtualTable } from '../../../ui/virtual-table.tsx'
import { useIsPermitted } from '../../../shared/hooks/use-is-permitted.ts'
import { usePagedRows } from '../../../shared/lists/use-paged-rows.ts'
import { text } from '../text.ts'
import { PasswordDialog, type PasswordTarget } from './password-dialog.tsx'
import { refreshCurrentUser, useCurrentUser } from './current-user.ts'
import { UserDialog } from './user-dialog.tsx'
import { apiPaths } from '../../../shared/navigation/paths.ts'

export function Users() {
  if (useIsPermitted('users:read')) return <List />
  return (
    <EmptyState icon="hold" title={text.forbiddenUsers}>
      {text.forbiddenUsersText}
    </EmptyState>
  )
}

const fetchUsers =
  (limit: number): FetchPage<User> =>
  (cursor, signal) =>
    request(UserPage, apiPaths.users, { query: { limit, cursor }, signal })

const columns: readonly Column<User>[] = [
  {
    id: 'user',
    title: text.username,
    width: 'minmax(0, 1fr)',
    cell: (user) => <strong className="user-name truncate">{user.username}</strong>,
  },
  {
    id: 'name',
    title: text.name,
    width: 'minmax(0, 1fr)',
    cell: (user) => <span className="truncate">{user.name}</span>,
  },
  {
    id: 'roles',
    title: text.roles,
    width: 'minmax(0, 1.4fr)',
    cell: (user) => <span className="truncate">{roleList(user.roles)}</span>,
  },
  {
    id: 'last',
    title: text.lastSignIn,
    width: '10.5rem',
    cell: (user) => (user.lastSignedInAt ? moment(user.lastSignedInAt) : <span className="muted">{text.never}</span>),
  },
  { id: 'state', title: text.state, width: '9rem', cell: (user) => <State user={user} /> },
]

const stateOf = (user: User): string =>
  user.disabled ? text.disabled : user.hasPassword ? text.active : text.noPassword

function State({ user }: { user: User }) {
  const tone = user.disabled ? 'loss' : user.hasPassword ? 'gain' : 'change'
  return <Badge tone={tone}>{stateOf(user)}</Badge>
}

const table: CsvTable<User> = {
  name: 'Users',
  head: ['User name', 'Name', 'Roles', 'Status', 'Last sign-in', 'Created', 'Created by'],
  record: (user) => [
    user.username,
    user.name,
    roleList(user.roles),
    stateOf(user),
    user.lastSignedInAt ?? '',
    user.createdAt,
    user.createdBy,
  ],
  fetchPage: fetchUsers(1000),
}

function List() {
  const canManage = useIsPermitted('users:manage')
  const [changes, setChanges] = useState(0)
  // oxlint-disable-next-line react-hooks/exhaustive-deps -- a change needs a new fetch function for the same list
  const fetchPage = useMemo(() => fetchUsers(200), [changes])
  const rows = usePagedRows(fetchPage, 200)
  const [active, setActive] = useState(-1)
  const [shown, setShown] = useState<User | 'new'>()
  const [passwordOf, setPasswordOf] = useState<PasswordTarget>()
  const currentUser = useCurrentUser()
  const commands = useMemo<readonly Command[]>(
    () => [
      {
        id: 'settings.user',
        title: text.newUser,
        group: 'Actions',
        shortcut: 'n',
        icon: 'plus',
        keywords: ['person', 'account', 'role'],
        when: () => canManage,
        run: () => setShown('new'),
      },
    ],
    [canManage],
  )
  useCommands(commands)
  if (rows.problem) {
    const { detail, requestId } = rows.problem
    return <ErrorState title={text.failedUsers} detail={detail} requestId={requestId} onRetry={rows.retry} />
  }
  if (rows.total === undefined) return <Skeleton lines={6} />
  const row = active < 0 ? undefined : rows.rowAt(active)
  return (
    <div className="settings-part settings-users">
      <div className="settings-head">
        <h2>{text.users}</h2>
        <span className="muted number">{text.usersCount(rows.total)}</span>
        <ExportRows table={table} />
        {currentUser && <Button onPress={() => setPasswordOf(currentUser)}>{text.changeOwnPassword}</Button>}
        {canManage && (
          <>
            <Button isDisabled={!row} onPress={() => row && setShown(row)}>
              {text.change}
            </Button>
            <Button icon="plus" shortcut="n" onPress={() => setShown('new')}>
              {text.newUser}
            </Button>
          </>
        )}
      </div>
      <VirtualTable<User>
        label={text.users}
        columns={columns}
        count={rows.total}
        rowAt={rows.rowAt}
        keyOf={(user) => user.id}
        active={active}
        onActive={setActive}
        {...(canManage && { onOpen: (user: User) => setShown(user) })}
        onRange={rows.onRange}
        rowClass={(user) => (user.disabled ? 'user-disabled' : undefined)}
        empty={
          <EmptyState icon="person" title={text.noUsers}>
            {text.noUsersText}
          </EmptyState>
        }
      />
      <PasswordDialog
        of={passwordOf}
        onClose={() => setPasswordOf(undefined)}
        onSaved={() => {
          setPasswordOf(undefined)
          setChanges((many) => many + 1)
          void refreshCurrentUser()
        }}
      />
      <UserDialog
        shown={shown}
        onPassword={(user) => {
          setShown(undefined)
          setPasswordOf({ ...user, own: user.id === currentUser?.id })
        }}
        onClose={() => setShown(undefined)}
        onSaved={() => {
          setShown(undefined)
          setChanges((many) => many + 1)
        }}
      />
    </div>
  )
}
