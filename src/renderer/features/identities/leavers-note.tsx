import { useQuery } from '@tanstack/react-query'
import { PersonPage } from '../../../contract/identities.ts'
import { request } from '../../api/client.ts'
import { apiPaths } from '../../shared/navigation/paths.ts'
import { setSearchParams } from '../../shared/navigation/router.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { peopleKeys } from './queries.ts'
import { text } from './text.ts'

/** Reports people who left and still have accounts, and filters the list to them. */
export function LeaversNote({ shown }: { shown: boolean }) {
  const leaversQuery = useQuery({
    queryKey: [...peopleKeys.all, 'leavers'],
    queryFn: ({ signal }) => request(PersonPage, apiPaths.people, { query: { leavers: true, limit: 1 }, signal }),
  })
  const leaverCount = leaversQuery.data?.total ?? 0
  if (leaverCount === 0 && !shown) return null
  return (
    <div className="list-note">
      <Badge tone="loss">{text.leaversWithAccounts(leaverCount)}</Badge>
      <Button variant="quiet" onPress={() => setSearchParams({ leavers: shown ? null : '1', news: null })}>
        {shown ? text.showEverybody : text.showThem}
      </Button>
    </div>
  )
}
