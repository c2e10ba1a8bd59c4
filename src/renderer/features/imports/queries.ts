import { useInfiniteQuery } from '@tanstack/react-query'
import { ImportPage } from '../../../contract/imports.ts'
import { request } from '../../api/client.ts'

export const importKeys = {
  all: ['imports'] as const,
  list: () => [...importKeys.all, 'list'] as const,
}

/** All imports, the newest first, page by page. */
export function useImports() {
  return useInfiniteQuery({
    queryKey: importKeys.list(),
    initialPageParam: undefined as string | undefined,
    queryFn: ({ pageParam, signal }) =>
      request(ImportPage, '/v1/imports', { query: { limit: 100, cursor: pageParam }, signal }),
    getNextPageParam: (last) => last.next,
  })
}
