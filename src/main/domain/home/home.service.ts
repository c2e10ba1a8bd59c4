import type { ExtractAge, Home } from '../../../contract/home.ts'
import type { Reader } from '../../storage/open.ts'
import { emptyFilter } from '../access-requests/model/list-filter.ts'
import { countTasksOf } from '../access-requests/workflow/approvals.service.ts'
import { listPeopleNow } from '../identities/people.service.ts'
import { listWaitingEvents } from '../personnel-events/reading/event-lists.service.ts'
import { countAccountViolations } from '../policies/account-violations.service.ts'
import { isOlderThanAccess, lastRun } from '../policies/scans/scan-runs.service.ts'
import { countOpenViolations } from '../policies/violations.service.ts'
import { instant, instantOrNull } from '../shared/instant.ts'
import { hasRight, type Participant } from '../sign-in/participant.ts'
import { standingOfExtracts } from './extract-age.ts'
import { accountNumbers, type InSlices } from './account-numbers.service.ts'
import { homeNumbers } from './home.store.ts'

const day = 86_400_000

/** What the first screen says to somebody: only of what they may see. @param now in milliseconds */
export async function homeOf(
  db: Reader,
  participant: Participant,
  { now, inSlices }: { readonly now: number; readonly inSlices: InSlices },
): Promise<Home> {
  const may = (...rights: Parameters<typeof hasRight>[1][]) => rights.every((right) => hasRight(participant, right))
  return {
    waiting: {
      tasks: tasksOf(db, participant),
      events: listWaitingEvents(db, participant, now).length,
      imports: may('imports:read')
        ? { staged: homeNumbers.stagedImports(db), unrecognisedFiles: homeNumbers.unrecognisedFiles(db) }
        : null,
    },
    people: may('identities:read') ? { leaversWithAccounts: leaversOf(db) } : null,
    accounts: may('identities:read') ? await accountNumbers(db, now, inSlices) : null,
    violations: may('policies:read') ? violationsOf(db, now) : null,
    extracts: may('applications:read') ? extractsOf(db, now) : null,
    scripts: may('tokens:read') ? { ...homeNumbers.scripts(db, now - day), since: instant(now - day) } : null,
    failures: may('imports:read')
      ? {
          imports: homeNumbers.failedImports(db, now - 7 * day),
          scans: may('policies:read') ? homeNumbers.failedScans(db, now - 7 * day) : null,
          messages: may('settings:read') ? homeNumbers.failedMessages(db, now - 7 * day) : null,
          webhooks: may('settings:read') ? homeNumbers.stoppedWebhooks(db) : null,
        }
      : null,
  }
}

function tasksOf(db: Reader, { identity, roles }: Participant): Home['waiting']['tasks'] {
  const question = { ...emptyFilter, whose: { identity, roles: [...roles] }, status: 'active' } as const
  return { open: countTasksOf(db, question), overdue: countTasksOf(db, { ...question, overdue: true }) }
}

/** People who left come with rosters, or from scripts. Without either, none is not nobody. */
function leaversOf(db: Reader): number | null {
  const { total } = listPeopleNow(db, { leavers: true, after: { name: '', id: 0 }, limit: 1 })
  const isRosterKnown = homeNumbers.extracts(db).some(({ kind, times }) => kind === 'roster' && times.length > 0)
  return total > 0 || isRosterKnown ? total : null
}

function violationsOf(db: Reader, now: number): NonNullable<Home['violations']> {
  const scan = lastRun(db)
  return {
    people: countOpenViolations(db, 'active', now),
    overdue: countOpenViolations(db, 'overdue', now),
    accounts: countAccountViolations(db, null),
    scannedAt: instantOrNull(scan?.finishedAt ?? null),
    isOlderThanAccess: scan !== undefined && isOlderThanAccess(db),
  }
}

const extractsOf = (db: Reader, now: number): ExtractAge[] =>
  homeNumbers.extracts(db).map(({ guid, name, kind, times }) => ({
    application: { id: guid, name },
    kind,
    takenAt: instantOrNull(times[0] ?? null),
    ...standingOfExtracts(times, now),
  }))
