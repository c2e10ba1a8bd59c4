import { useQuery } from '@tanstack/react-query'
import { TokenPage } from '../../../contract/tokens.ts'
import { request } from '../../api/client.ts'
import { Link } from '../../shared/link.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Banner } from '../../ui/banner.tsx'
import { day, number } from '../../ui/format.ts'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { apiKeys } from './queries.ts'
import { text } from './text.ts'

/** Tokens that end within 14 days. A successor in their place takes them off the list only when they end. */
function useExpiringTokens() {
  const canRead = useIsPermitted('tokens:read')
  return useQuery({
    queryKey: [...apiKeys.tokens, 'ending'],
    enabled: canRead,
    queryFn: ({ signal }) => request(TokenPage, '/v1/tokens', { query: { state: 'expiring', limit: 50 }, signal }),
    select: ({ items }) => items.filter(({ successorId }) => successorId === null),
    // The day goes on while nothing happens.
    refetchInterval: 60 * 60_000,
  })
}

/** How many end soon, beside the name of the area. */
export function ExpiringCount() {
  const count = useExpiringTokens().data?.length ?? 0
  if (count === 0) return null
  return (
    <Badge tone="change">
      {number(count)}
      <span className="visually-hidden"> {text.ending}</span>
    </Badge>
  )
}

/** Names the scripts that stop soon, so that nobody finds out by a night's silence. */
export function ExpiringNote() {
  const { data = [] } = useExpiringTokens()
  if (data.length === 0) return null
  return (
    <div className="api-ending">
      <Banner kind="guard" title={text.endingTitle(data.length)}>
        <ul>
          {data.slice(0, 5).map((token) => (
            <li key={token.id}>
              <Link href={`/scripts/${token.id}`}>{token.name}</Link> {text.endsOn(day(token.expiresAt ?? ''))}
            </li>
          ))}
        </ul>
      </Banner>
    </div>
  )
}
