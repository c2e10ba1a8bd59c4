import type { ReceivedFile } from '../../../../contract/files.ts'
import { useNow } from '../../../ui/use-now.ts'
import { useFiles, useFilesIn, useImports, useStagedImports } from '../queries.ts'
import { fileEntry, queueEntries, type QueueEntry } from './queue-entries.ts'

export interface QueueRows {
  state: 'loading' | 'failed' | 'ready'
  error: unknown
  retry: () => void
  entries: readonly QueueEntry[]
  /** Includes entries that are not loaded. */
  total: number
  more: (() => void) | undefined
}

const none: readonly ReceivedFile[] = []

/** The list on the left: imports in the order of the queue, or all received files. */
export function useQueue(shown: 'imports' | 'files'): QueueRows {
  const now = useNow()
  const imports = useImports()
  const staged = useStagedImports()
  const unrecognised = useFilesIn('unrecognised')
  const waiting = useFilesIn('waiting')
  const recognised = useFilesIn('recognised')
  const refused = useFilesIn('refused')
  const files = useFiles(shown === 'files')

  if (shown === 'files') {
    const rows = files.data?.pages.flatMap((page) => page.items) ?? none
    return {
      state: files.isError ? 'failed' : files.isPending ? 'loading' : 'ready',
      error: files.error,
      retry: () => void files.refetch(),
      entries: rows.map(fileEntry),
      total: files.data?.pages.at(-1)?.total ?? 0,
      more: files.hasNextPage && !files.isFetchingNextPage ? () => void files.fetchNextPage() : undefined,
    }
  }
  const all = [imports, staged, unrecognised, waiting, recognised, refused]
  const failed = all.find((query) => query.isError)
  const { entries, total } = queueEntries(
    {
      staged: staged.data ?? [],
      imports: imports.data?.pages.flatMap((page) => page.items) ?? [],
      total: imports.data?.pages.at(-1)?.total ?? 0,
      unrecognised: unrecognised.data ?? none,
      pending: [...(waiting.data ?? none), ...(recognised.data ?? none)],
      refused: refused.data ?? none,
    },
    now,
  )
  return {
    state: failed && !failed.data ? 'failed' : all.some((query) => query.isPending) ? 'loading' : 'ready',
    error: failed?.error,
    retry: () => all.forEach((query) => query.isError && void query.refetch()),
    entries,
    total,
    more: imports.hasNextPage && !imports.isFetchingNextPage ? () => void imports.fetchNextPage() : undefined,
  }
}
