import type { FolderFile } from '../../../contract/folder.ts'
import { useFiles, useFilesIn, useInspection } from './queries.ts'

const withInside: readonly FolderFile['state'][] = ['unrecognised', 'recognised', 'taken', 'duplicate']

/** One file that was seen, from whichever list has it, and what stands in it where Castellan has taken a copy. */
export function useFile(id: string) {
  const unrecognised = useFilesIn('unrecognised')
  const all = useFiles(true)
  const found =
    unrecognised.data?.find((file) => file.id === id) ??
    all.data?.pages.flatMap((page) => page.items).find((file) => file.id === id)
  const inspection = useInspection(id, found !== undefined && withInside.includes(found.state))
  const pending = !found && (unrecognised.isPending || all.isPending)
  return { file: found ?? inspection.data?.file, inspection, pending }
}
