import type { ExtractAge, Home } from '../../../contract/home.ts'
import { Link } from '../../shared/link.tsx'
import { pages } from '../../shared/navigation/paths.ts'
import { Badge } from '../../ui/badge.tsx'
import { number } from '../../ui/format.ts'
import { text } from './text.ts'

interface Line {
  readonly title: string
  /** Null: not known, and the title says so. */
  readonly value: number | null
  readonly href: string
  readonly isBad?: boolean
  readonly aside?: string | undefined
}

interface CardProps {
  title: string
  lines: readonly Line[]
  /** Shown when there are no lines. */
  empty: string
}

/** Numbers with where each leads. */
function Card({ title, lines, empty }: CardProps) {
  return (
    <section className="boxed home-card" aria-label={title}>
      <h2>{title}</h2>
      {lines.length === 0 && <p className="muted">{empty}</p>}
      <ul>
        {lines.map(({ title: what, value, href, isBad = false, aside }) => (
          <li key={what}>
            <Link href={href} className="home-line">
              <span>{what}</span>
              {aside !== undefined && <Badge tone="loss">{aside}</Badge>}
              {value !== null && <strong className={isBad ? 'number home-bad' : 'number'}>{number(value)}</strong>}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

const some = (lines: readonly Line[]): readonly Line[] => lines.filter(({ value }) => value !== 0)

export function Waiting({ waiting: { tasks, events, imports } }: { waiting: Home['waiting'] }) {
  const lines = some([
    {
      title: text.tasks,
      value: tasks.open,
      href: pages.approvals,
      aside: tasks.overdue > 0 ? text.overdue(tasks.overdue) : undefined,
    },
    { title: text.events, value: events, href: pages.events },
    { title: text.staged, value: imports?.staged ?? 0, href: pages.imports },
    { title: text.files, value: imports?.unrecognisedFiles ?? 0, href: pages.receivedFiles },
  ])
  return <Card title={text.waiting} lines={lines} empty={text.nothingWaits} />
}

export function Attention({ home }: { home: Home }) {
  const { people, violations, extracts, failures } = home
  const bad = (title: string, value: number | null | undefined, href: string): Line => ({
    title,
    value: value ?? 0,
    href,
    isBad: true,
  })
  const unknown = (title: string, href: string): Line => ({ title, value: null, href })
  const extractsThatAre = (standing: ExtractAge['standing']) =>
    extracts?.filter((extract) => extract.standing === standing).length ?? 0
  const lines = some([
    bad(text.missingExtracts, extractsThatAre('missing'), pages.applications),
    bad(text.lateExtracts, extractsThatAre('stale'), pages.applications),
    ...(people?.leaversWithAccounts === null ? [unknown(text.leaversNotKnown, pages.imports)] : []),
    bad(text.leavers, people?.leaversWithAccounts, pages.leavers),
    bad(text.violations, violations?.people, pages.violations()),
    bad(text.violationsOverdue, violations?.overdue, pages.violations({ status: 'overdue' })),
    bad(text.accountViolations, violations?.accounts, pages.policies),
    ...(violations && violations.scannedAt === null ? [unknown(text.notScanned, pages.policies)] : []),
    ...(violations?.isOlderThanAccess ? [unknown(text.scanOld, pages.policies)] : []),
    bad(text.failedImports, failures?.imports, pages.imports),
    bad(text.failedScans, failures?.scans, pages.scans),
    bad(text.failedMessages, failures?.messages, pages.notifications),
    bad(text.stoppedWebhooks, failures?.webhooks, pages.webhooks),
  ])
  return <Card title={text.attention} lines={lines} empty={nothingNeeded(home, extractsThatAre('irregular'))} />
}

/** Says how far "nothing" reaches: not to what the caller may not see, and not to extracts of which nobody can say. */
function nothingNeeded({ people, violations, extracts, failures }: Home, unsure: number): string {
  const parts = [people, violations, extracts, failures, failures?.scans, failures?.messages, failures?.webhooks]
  const said = parts.includes(null) ? text.nothingShownNeeded : text.nothingNeeded
  return unsure === 0 ? said : `${said} ${text.mayBeLate(unsure)}`
}

export function Accounts({ accounts }: { accounts: NonNullable<Home['accounts']> }) {
  // Of no accounts at all every number would be 0, and read as if somebody had looked.
  if (accounts.all === 0) return <Card title={text.accountsTitle} lines={[]} empty={text.accountsNotKnown} />
  const lines = [
    { title: text.all, value: accounts.all, href: pages.accountsOf('any') },
    { title: text.unassigned, value: accounts.unassigned, href: pages.accountsOf('none') },
    { title: text.dormant, value: accounts.dormant, href: pages.accessWith('dormant') },
    { title: text.signInUnknown, value: accounts.lastSignInUnknown, href: pages.accessWith('signInUnknown') },
    { title: text.privileged, value: accounts.privilegedGrants, href: pages.accessWith('privileged') },
  ]
  return <Card title={text.accountsTitle} lines={lines} empty="" />
}

export function Scripts({ scripts: { tokens, calls, refused } }: { scripts: NonNullable<Home['scripts']> }) {
  const lines =
    calls === 0
      ? []
      : [
          { title: text.tokens, value: tokens, href: pages.tokens },
          { title: text.calls, value: calls, href: pages.tokens },
          { title: text.refused, value: refused, href: pages.tokens, isBad: refused > 0 },
        ]
  return <Card title={text.scripts} lines={lines} empty={text.noCalls} />
}
