import { type Token, type TokenCall, TokenCallPage, TokenPage } from '../../../contract/tokens.ts'
import { request } from '../../api/client.ts'
import type { ListSource } from '../../shared/lists/use-list.ts'
import { apiPaths } from '../../shared/navigation/paths.ts'
import { apiKeys, type TokenState } from './queries.ts'
import { text } from './text.ts'

export const tokenList: ListSource<Token, { state: TokenState | undefined }> = {
  key: [...apiKeys.tokens, 'list'],
  fetch:
    ({ state }, limit) =>
    (cursor, signal) =>
      request(TokenPage, apiPaths.tokens, { query: { limit, cursor, state }, signal }),
  csv: {
    name: 'API tokens',
    head: [
      'Name',
      'State',
      'Acts as',
      'Scopes',
      'Created',
      'Created by',
      'Expires',
      'Reason for no expiry',
      'Last used',
      'Revoked',
      'Revoked because',
    ],
    record: (token) => [
      token.name,
      token.state,
      token.owner ?? text.operator,
      token.scopes.join(' '),
      token.createdAt,
      token.createdBy,
      token.expiresAt ?? '',
      token.neverExpiresBecause ?? '',
      token.lastUsedAt ?? '',
      token.revokedAt ?? '',
      token.revokedBecause ?? '',
    ],
  },
}

export const callList: ListSource<TokenCall, { id: string; name: string }> = {
  key: [...apiKeys.tokens, 'calls'],
  fetch:
    ({ id }, limit) =>
    (cursor, signal) =>
      request(TokenCallPage, apiPaths.tokenCalls(id), { query: { limit, cursor }, signal }),
  csv: {
    name: ({ name }) => `Calls of ${name.replace(/[^\p{L}\p{N} _-]+/gu, ' ').trim()}`,
    head: ['When', 'Method', 'Address', 'Status', 'Milliseconds', 'Request'],
    record: (call) => [call.at, call.method, call.path, call.status, call.durationMs, call.requestId],
  },
}
