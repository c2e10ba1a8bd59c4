import type { ApiProblem } from '../../api/http/problem.ts'

export const credentialsInQuery: ApiProblem = {
  status: 400,
  code: 'credentials-in-query',
  title: 'Credentials do not belong in an address.',
  detail:
    'Addresses end up in logs and histories. Send it in the header "Authorization: Bearer …", and revoke what was just shown.',
}

const names = new Set(
  [
    'token accesstoken apitoken sessiontoken refreshtoken idtoken bearer bearertoken jwt apikey authorization auth',
    'password passwd pwd secret clientsecret credential credentials session sessionid sid',
    'xopenidmusername xopenidmpassword openidmusername openidmpassword',
  ].flatMap((line) => line.split(' ')),
)
const value = /^(?:bearer|basic)[ +]/i

/** True when a query string carries something by which a caller proves who they are (A36), however it is spelt. */
export function hasCredentialInQuery(query: string): boolean {
  if (query === '') return false
  for (const [name, parameterValue] of new URLSearchParams(query)) {
    if (names.has(name.toLowerCase().replace(/[^a-z]/g, '')) || value.test(parameterValue)) return true
  }
  return false
}
