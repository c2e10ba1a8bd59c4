import { useFilesIn, useStagedImports } from '../queries.ts'

/** How much waits for a person: previews, and files that nobody knows. */
export function useWaitingCount(): number {
  const staged = useStagedImports()
  const files = useFilesIn('unrecognised')
  return (staged.data?.length ?? 0) + (files.data?.length ?? 0)
}
