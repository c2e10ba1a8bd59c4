import { HeldEntitlementPage } from '../../../contract/access.ts'
import { PersonPage } from '../../../contract/identities.ts'
import { request } from '../../api/client.ts'
import type { SearchHit } from '../../shared/navigation/finder.ts'
import { momentQuery, writeAsOf } from '../../shared/as-of/as-of.ts'
import { apiPaths, pages } from '../../shared/navigation/paths.ts'
import { day } from '../../ui/format.ts'
import type { Question } from './question.ts'

const most = 6
const noon = (date: string): string => `${date}T12:00:00`

/** Links that answer a question, one for each entitlement or person that its words may mean. */
export async function answersTo(question: Question, signal: AbortSignal): Promise<readonly SearchHit[]> {
  if (question.kind === 'what-changed') {
    const { items } = await request(PersonPage, apiPaths.people, { query: { q: question.who, limit: most }, signal })
    return items.map(({ id, name, employeeId }) => ({
      id: `changes ${id}`,
      title: `What changed for ${name} since ${day(noon(question.since))}`,
      note: employeeId,
      path: pages.accessChanges({ person: id, from: question.since }),
    }))
  }
  const asOf = question.on === undefined ? ({ mode: 'now' } as const) : ({ mode: 'true', day: question.on } as const)
  const { items } = await request(HeldEntitlementPage, apiPaths.accessEntitlements, {
    query: { q: question.what, limit: most, ...momentQuery(asOf) },
    signal,
  })
  const when = question.on === undefined ? 'Who has' : `On ${day(noon(question.on))}: who had`
  return items.map(({ id, name, path, application }) => ({
    id: `holders ${id}`,
    title: `${when} ${name}`,
    note: `${application.name} · ${path}`,
    path: pages.grants({ entitlement: String(id), asOf: writeAsOf(asOf) ?? undefined }),
  }))
}
