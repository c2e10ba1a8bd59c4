import { useFilesIn, useStagedImports } from '../queries.ts'

/** Number of staged imports and unrecognised files. */
export function useWaitingCount(): number {
  const staged = useStagedImports()
  const files = useFilesIn('unrecognised')
  return (staged.data?.length ?? 0) + (files.data?.length ?? 0)
}
