import { keepPreviousData, useQuery } from '@tanstack/react-query'
import type { FileGroup } from '../../../contract/applications.ts'
import { type ReceivedFile, ReceivedFilePage, TriedRules } from '../../../contract/files.ts'
import { request } from '../../api/client.ts'
import { useDebounced } from '../../shared/hooks/use-debounced.ts'
import { apiPaths } from '../../shared/navigation/paths.ts'

/** Files of an application that rules can be tested on, newest first. */
export function useSamples(applicationId: string) {
  return useQuery({
    queryKey: ['files', 'readable', applicationId],
    queryFn: ({ signal }) =>
      request(ReceivedFilePage, apiPaths.files, { query: { applicationId, readable: true, limit: 50 }, signal }),
    select: (page) => page.items,
  })
}

/** The latest file of a file group. */
export const latestFileOf = (files: readonly ReceivedFile[], groupId: string): ReceivedFile | undefined =>
  files.find(({ fileGroup }) => fileGroup === groupId)

/** Tests unsaved rules on the first rows of a file, a moment after the last change. */
export function useTrial(fileId: string | undefined, group: FileGroup) {
  const debouncedGroup = useDebounced(JSON.stringify(group), 250)
  return useQuery({
    queryKey: ['files', 'trial', fileId, debouncedGroup],
    enabled: fileId !== undefined,
    queryFn: ({ signal }) =>
      request(TriedRules, apiPaths.tryRules(fileId ?? ''), {
        method: 'POST',
        body: { fileGroup: JSON.parse(debouncedGroup) as FileGroup },
        // The call only reads, and its answer holds rows of the file: it must not be stored.
        idempotencyKey: null,
        signal,
      }),
    placeholderData: keepPreviousData,
  })
}
