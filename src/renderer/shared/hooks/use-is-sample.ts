import { useQuery } from '@tanstack/react-query'
import { useStore } from 'zustand'
import { SampleStatus } from '../../../contract/sample.ts'
import { request } from '../../api/client.ts'
import { apiPaths } from '../../api/paths.ts'
import { sampleOf, sessionStore } from '../../api/session.ts'

/** Whether this is the sample workspace, which touches nothing outside itself: nothing that does is offered there. */
export function useIsSample(): boolean {
  const isEntered = sampleOf(useStore(sessionStore)) !== undefined
  const status = useQuery({
    queryKey: ['sample'],
    queryFn: ({ signal }) => request(SampleStatus, apiPaths.sample, { signal }),
  })
  return isEntered || status.data?.state === 'inside'
}
