import type { Instance } from './find.ts'

/** Asks a running Castellan, as the local operator, for a code that opens it in a page. Null when it gives none. */
export async function askForCode({ url, call }: Instance): Promise<string | null> {
  const headers = { 'content-type': 'application/json' }
  const response = await call(new Request(`${url}/v1/session/codes`, { method: 'POST', headers, body: '{}' }))
  if (!response.ok) return null
  const { code } = (await response.json()) as { code?: unknown }
  return typeof code === 'string' ? code : null
}
