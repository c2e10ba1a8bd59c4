import { useQuery } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import type { ListenerStatus } from '../../../contract/bridge.ts'
import { ApiSwitch } from '../../../contract/api-switch.ts'
import { Token } from '../../../contract/tokens.ts'
import { request } from '../../api/client.ts'
import { bridge } from '../../api/bridge.ts'
import { apiPaths } from '../../shared/navigation/paths.ts'

export type TokenState = Token['state']

export const apiKeys = {
  switch: ['api-switch'] as const,
  tokens: ['tokens'] as const,
  one: (id: string) => [...apiKeys.tokens, id] as const,
}

export function useApiSwitch(enabled: boolean) {
  return useQuery({
    queryKey: apiKeys.switch,
    enabled,
    queryFn: ({ signal }) => request(ApiSwitch, apiPaths.apiSettings, { signal }),
  })
}

export function useToken(id: string) {
  return useQuery({
    queryKey: apiKeys.one(id),
    queryFn: ({ signal }) => request(Token, apiPaths.token(id), { signal }),
  })
}

/** The address for scripts: in a browser the address of this page; the desktop window reports its own. */
export function useListenerStatus(): { origin: string; port: string; problem: string | undefined } | undefined {
  const [status, setStatus] = useState<ListenerStatus>()
  useEffect(() => {
    let isUnmounted = false
    void bridge()
      ?.doorStatus()
      .then((answer) => isUnmounted || setStatus(answer))
    return () => {
      isUnmounted = true
    }
  }, [])
  if (location.protocol.startsWith('http')) return { origin: location.origin, port: location.port, problem: undefined }
  if (!status) return
  const problem = status.state === 'port-busy' ? status.detail : undefined
  return { origin: `http://127.0.0.1:${status.port}`, port: String(status.port), problem }
}
