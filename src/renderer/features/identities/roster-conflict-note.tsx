import { useQuery } from '@tanstack/react-query'
import { PersonPage } from '../../../contract/identities.ts'
import { request } from '../../api/client.ts'
import { setSearchParams } from '../../shared/navigation/router.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { peopleKeys } from './queries.ts'
import { text } from './text.ts'
import { apiPaths } from '../../shared/navigation/paths.ts'

/** Reports people whose overrides differ from the roster, and filters the list to them. */
export function RosterConflictNote({ shown }: { shown: boolean }) {
  const conflictsQuery = useQuery({
    queryKey: [...peopleKeys.all, 'news'],
    queryFn: ({ signal }) => request(PersonPage, apiPaths.people, { query: { news: true, limit: 1 }, signal }),
  })
  const conflictCount = conflictsQuery.data?.total ?? 0
  if (conflictCount === 0 && !shown) return null
  return (
    <div className="list-note">
      <Badge tone="change">{text.rosterDiffersFor(conflictCount)}</Badge>
      <Button variant="quiet" onPress={() => setSearchParams({ news: shown ? null : '1', leavers: null })}>
        {shown ? text.showEverybody : text.showThem}
      </Button>
    </div>
  )
}
