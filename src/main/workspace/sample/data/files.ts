import { keptAfterMove, type Month, threeMonths } from './months.ts'
import type { Employee } from './people.ts'
import { coreRights, loanRights, type Right, wireRights } from './words.ts'

export interface SampleFile {
  readonly name: string
  readonly bytes: Buffer
  /** When the export was made. */
  readonly at: number
}

/** The extracts of one month, the roster first. */
export type SampleMonth = readonly SampleFile[]

/** The last three month's ends before an instant, at five in the afternoon, UTC. */
export function monthEnds(now: number): readonly [number, number, number] {
  const today = new Date(now)
  const end = (back: number): number => Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - back, 0, 17)
  return [end(2), end(1), end(0)]
}

/**
 * Twelve files as systems export them: each in its own dialect, with the faults that such files have. The same ones
 * every time, but for the dates in their names.
 */
export function sampleFiles(now: number): readonly SampleMonth[] {
  const months = threeMonths()
  const kept = keptAfterMove(months)
  return months.map((month, nth) => {
    const at = monthEnds(now)[nth] ?? now
    const stamp = new Date(at).toISOString().slice(0, 7)
    const minute = 60_000
    return [
      { name: `hr-roster-${stamp}.csv`, bytes: roster(month, nth), at },
      { name: `core-users-${stamp}.csv`, bytes: coreBanking(month, nth, kept), at: at + 10 * minute },
      { name: `loan-origination-${stamp}.csv`, bytes: loans(month), at: at + 20 * minute },
      { name: `wire-desk-${stamp}.txt`, bytes: wires(month, nth), at: at + 30 * minute },
    ]
  })
}

/** UTF-8 with a byte order mark and Windows line ends, as spreadsheets save it. */
function roster({ roster: people }: Month, nth: number): Buffer {
  const head = ['Employee ID', 'First Name', 'Last Name', 'E-mail', 'Title', 'Department', 'Branch', 'Manager ID']
  const rows = people.map(({ number, first, last, email, post, branch, manager, hired }) =>
    [number, first, last, email, post.title, post.department, branch, manager, hired, 'Employee'].join(','),
  )
  // Somebody began a row and did not end it; and one person stands there twice.
  const faults = nth === 0 ? [',Pending,Hire,,Teller,Branch Operations,Riverside,,,Employee', rows[40] ?? ''] : []
  const lines = [[...head, 'Hire Date', 'Worker Type'].join(','), ...rows.toSpliced(60, 0, ...faults)]
  return Buffer.from(`\ufeff${lines.join('\r\n')}\r\n`, 'utf8')
}

/** Windows-1252 with semicolons. In the third month the export broke off. */
function coreBanking(month: Month, nth: number, kept: ReadonlyMap<string, string>): Buffer {
  const rows = month.accounts.flatMap((person) => {
    const groups = [person.post.core, nth > 0 ? kept.get(person.number) : undefined]
    return groups.flatMap((group) => (group ? coreRows(person, group) : []))
  })
  const shared: Employee | undefined = month.roster[0]
  const common = shared
    ? { ...shared, number: '', first: 'Shared', last: 'Drive-up Teller', login: 'drivethru' }
    : undefined
  const service = shared ? { ...shared, number: '', first: 'Nightly', last: 'Batch', login: 'svc_batch' } : undefined
  const lines = [
    'Operator ID;Operator Name;Employee No;Branch;Security Group;Screen;Function;Access;Privileged;Last Login',
    ...rows,
    ...(common ? coreRows(common, 'Teller') : []),
    ...(service ? coreRows(service, 'Security Administration') : []),
  ]
  if (nth === 0) {
    // Two rows come twice, one names nobody, one lost a field.
    lines.splice(30, 0, lines[12] ?? '', lines[17] ?? '', ';;;Riverside;Teller;Teller;Vault;Full;Y;')
    lines.splice(90, 0, (lines[89] ?? '').split(';').slice(0, 6).join(';'))
  }
  const whole = `${lines.join('\r\n')}\r\n`
  const text = nth === 2 ? whole.slice(0, Math.floor(whole.length * 0.45)) : whole
  return Buffer.from(text, 'latin1')
}

function coreRows({ login, first, last, number, branch }: Employee, group: string): string[] {
  return rightsOf(coreRights, group).map(([screen, name, access, privileged]) =>
    [login, `${first} ${last}`, number, branch, group, screen, name, access, privileged ? 'Y' : 'N', ''].join(';'),
  )
}

/** Plain UTF-8, with names as "Last, First" in quotes. */
function loans({ accounts }: Month): Buffer {
  const rows = accounts.flatMap(({ login, first, last, email, post }) =>
    post.loans === null
      ? []
      : rightsOf(loanRights, post.loans).map(([section, name, access, privileged]) =>
          [
            login,
            `"${last}, ${first}"`,
            email,
            post.loans,
            section,
            name,
            `"${access}"`,
            privileged ? 'yes' : 'no',
            'true',
          ].join(','),
        ),
  )
  const common = ['appraisal,"Desk, Appraisal",,Intake,Pipeline,View Applications,"Read",no,true']
  const head = 'User Name,Full Name,E-mail,Role,Area,Permission,Access Level,Sensitive,Enabled'
  return Buffer.from([head, ...rows, ...common, ''].join('\n'), 'utf8')
}

/** Tabs, and people known by their e-mail address. */
function wires({ accounts }: Month, nth: number): Buffer {
  const rows = accounts.flatMap(({ first, last, email, post }) =>
    post.wires === null
      ? []
      : rightsOf(wireRights, post.wires).map(([, name, access, privileged]) =>
          [email, `${first} ${last}`, post.wires, name, access, privileged ? '1' : '0'].join('\t'),
        ),
  )
  // In the third month somebody who only looked may release wires: the line to stop at.
  const bold = accounts.find(({ post }) => post.title === 'ACH Specialist')
  const more =
    nth === 2 && bold
      ? [[bold.email, `${bold.first} ${bold.last}`, 'Operator', 'Release to Network', 'Full', '1'].join('\t')]
      : []
  const common = [...more, 'wires@larkspur-cu.example\tWire Room\tOperator\tCreate Wire\tUp to 250,000\t1']
  return Buffer.from(['Login\tName\tProfile\tRight\tLimit\tCritical', ...rows, ...common, ''].join('\n'), 'utf8')
}

function rightsOf(table: Readonly<Record<string, readonly Right[]>>, group: string): readonly Right[] {
  const rights = table[group]
  if (rights === undefined) throw new Error(`the sample knows no group ${group}`)
  return rights
}
