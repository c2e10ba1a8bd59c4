import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type User, UserPage } from '../../../../contract/users.ts'
import { request } from '../../../api/client.ts'
import { CommandButton } from '../../../commands/command-button.tsx'
import type { Command } from '../../../commands/registry.ts'
import { useCommands } from '../../../commands/use-commands.ts'
import { useIsPermitted } from '../../../shared/hooks/use-is-permitted.ts'
import { ExportRows } from '../../../shared/lists/export-rows.tsx'
import { PagedTable, useSelectedRow } from '../../../shared/lists/paged-table.tsx'
import { type ListSource, useList } from '../../../shared/lists/use-list.ts'
import { apiPaths } from '../../../shared/navigation/paths.ts'
import { roleList } from '../../../shared/role-labels.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Button } from '../../../ui/button.tsx'
import { moment } from '../../../ui/format.ts'
import { EmptyState } from '../../../ui/states.tsx'
import type { Column } from '../../../ui/virtual-table.tsx'
import { text } from '../text.ts'
import { refreshCurrentUser, useCurrentUser } from './current-user.ts'
import { PasswordDialog, type PasswordTarget } from './password-dialog.tsx'
import { UserDialog } from './user-dialog.tsx'

const userKey = ['users']

export function Users() {
  if (useIsPermitted('users:read')) return <List />
  return (
    <EmptyState icon="hold" title={text.forbiddenUsers}>
      {text.forbiddenUsersText}
    </EmptyState>
  )
}

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

const userList: ListSource<User, null> = {
  key: userKey,
  fetch: (_, limit) => (cursor, signal) => request(UserPage, apiPaths.users, { query: { limit, cursor }, signal }),
  csv: {
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
  },
}

function List() {
  const canManage = useIsPermitted('users:manage')
  const queries = useQueryClient()
  const refreshUsers = () => void queries.invalidateQueries({ queryKey: userKey })
  const { rows, table } = useList(userList, null)
  const selected = useSelectedRow(rows)
  const [shown, setShown] = useState<User | 'new'>()
  const [passwordOf, setPasswordOf] = useState<PasswordTarget>()
  const currentUser = useCurrentUser()
  const newUser: Command = {
    id: 'settings.user',
    title: text.newUser,
    group: 'Actions',
    shortcut: 'n',
    icon: 'plus',
    keywords: ['person', 'account', 'role'],
    run: () => setShown('new'),
  }
  useCommands(canManage ? [newUser] : [])
  return (
    <div className="settings-part settings-users">
      <div className="settings-head">
        <h2>{text.users}</h2>
        <span className="muted number">{rows.total !== undefined && text.usersCount(rows.total)}</span>
        <ExportRows table={table} />
        {currentUser && <Button onPress={() => setPasswordOf(currentUser)}>{text.changeOwnPassword}</Button>}
        {canManage && (
          <>
            <Button isDisabled={!selected.row} onPress={() => setShown(selected.row)}>
              {text.change}
            </Button>
            <CommandButton command={newUser} icon="plus" />
          </>
        )}
      </div>
      <PagedTable<User>
        label={text.users}
        columns={columns}
        rows={rows}
        selected={selected}
        keyOf={(user) => user.id}
        failed={text.failedUsers}
        {...(canManage && { onOpen: (user: User) => setShown(user) })}
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
          refreshUsers()
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
          refreshUsers()
        }}
      />
    </div>
  )
}
