import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { FileGroup } from '../../../contract/applications.ts'
import { type ReceivedFile, ReceivedFilePage, TriedRules } from '../../../contract/files.ts'
import { request } from '../../api/client.ts'
import { useDebounced } from '../../shared/hooks/use-debounced.ts'

/** Files that rules of an application can be tried on: those that were received for it, the newest first. */
export function useSamples(applicationId: string) {
  return useQuery({
    queryKey: ['files', 'readable', applicationId],
    queryFn: ({ signal }) =>
      request(ReceivedFilePage, '/v1/files', { query: { applicationId, readable: true, limit: 50 }, signal }),
    select: (page) => page.items,
  })
}

/** The last file that came for a group. */
export const latestFileOf = (files: readonly ReceivedFile[], groupId: string): ReceivedFile | undefined =>
  files.find(({ fileGroup }) => fileGroup === groupId)

/** What the first rows of a file say by rules that are not saved, a moment after the last change to them. */
export function useTrial(fileId: string | undefined, group: FileGroup) {
  const debouncedGroup = useDebounced(JSON.stringify(group), 250)
  return useQuery({
    queryKey: ['files', 'trial', fileId, debouncedGroup],
    enabled: fileId !== undefined,
    queryFn: ({ signal }) =>
      request(TriedRules, `/v1/files/${encodeURIComponent(fileId ?? '')}/try-rules`, {
        method: 'POST',
        body: { fileGroup: JSON.parse(debouncedGroup) as FileGroup },
        // It only asks, and what it is told are rows of a file: nothing of it need be kept.
        idempotencyKey: null,
        signal,
      }),
    placeholderData: keepPreviousData,
  })
}
