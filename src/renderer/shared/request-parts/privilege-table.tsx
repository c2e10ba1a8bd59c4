import type { PrivilegeChange } from '../../../contract/request-parts.ts'
import { count } from '../../ui/format.ts'
import { OldNew } from '../../ui/key-values.tsx'
import './privilege-table.css'

const text = {
  privileges: (many: number) => count(many, 'privilege'),
  account: 'Account',
  newAccount: 'New account',
  held: 'yes',
  notHeld: 'none',
  columns: { what: 'Privilege', account: 'Account', change: 'Change', why: 'Why' },
}

type Privilege = PrivilegeChange & { readonly why?: string }

/** Rows beyond this are opened by a click: a long list of grants hides the other applications. */
const shownAtOnce = 6

/** The privileges that are changed in one application. */
export function PrivilegeTable({ caption, privileges }: { caption: string; privileges: readonly Privilege[] }) {
  const first = privileges.slice(0, shownAtOnce)
  const rest = privileges.slice(shownAtOnce)
  return (
    <>
      <Rows caption={caption} privileges={first} />
      {rest.length > 0 && (
        <details className="privilege-more">
          <summary>{text.privileges(rest.length)} more</summary>
          <Rows caption={caption} privileges={rest} />
        </details>
      )}
    </>
  )
}

const level = (access: string | null): string => (access === null ? text.notHeld : access === '' ? text.held : access)

function Rows({ caption, privileges }: { caption: string; privileges: readonly Privilege[] }) {
  return (
    <table className="privilege-table">
      <caption className="visually-hidden">{caption}</caption>
      <thead className="visually-hidden">
        <tr>
          <th>{text.columns.what}</th>
          <th>{text.columns.account}</th>
          <th>{text.columns.change}</th>
          <th>{text.columns.why}</th>
        </tr>
      </thead>
      <tbody>
        {privileges.map((row, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- rows have no id and do not move
          <tr key={index}>
            <th scope="row" title={row.path}>
              {row.name === '' ? (row.userName === null ? text.newAccount : text.account) : row.name}
            </th>
            <td className="mono">{row.userName ?? ''}</td>
            <td>
              <OldNew before={level(row.before)} after={level(row.after)} />
            </td>
            <td className="muted">{row.why ?? ''}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
