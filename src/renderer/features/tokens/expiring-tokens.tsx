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
import { apiPaths, pages } from '../../shared/navigation/paths.ts'

/** Tokens that expire within 14 days and have no successor. */
function useExpiringTokens() {
  const canRead = useIsPermitted('tokens:read')
  return useQuery({
    queryKey: [...apiKeys.tokens, 'ending'],
    enabled: canRead,
    queryFn: ({ signal }) => request(TokenPage, apiPaths.tokens, { query: { state: 'expiring', limit: 50 }, signal }),
    select: ({ items }) => items.filter(({ successorId }) => successorId === null),
    // The remaining time changes without any event.
    refetchInterval: 60 * 60_000,
  })
}

/** Number of tokens that expire soon, shown in the navigation. */
export function ExpiringCount() {
  const count = useExpiringTokens().data?.length ?? 0
  if (count === 0) return null
  return (
    <Badge tone="change">
      {number(count)}
      <span className="visually-hidden"> {text.expiringSoon}</span>
    </Badge>
  )
}

/** Lists tokens that expire soon. */
export function ExpiringNote() {
  const { data = [] } = useExpiringTokens()
  if (data.length === 0) return null
  return (
    <div className="api-expiring">
      <Banner kind="guard" title={text.expiringTitle(data.length)}>
        <ul>
          {data.slice(0, 5).map((token) => (
            <li key={token.id}>
              <Link href={pages.token(token.id)}>{token.name}</Link> {text.expiresOn(day(token.expiresAt ?? ''))}
            </li>
          ))}
        </ul>
      </Banner>
    </div>
  )
}
