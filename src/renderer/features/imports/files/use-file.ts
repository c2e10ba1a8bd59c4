import { useStore } from 'zustand'
import type { ReceivedFile } from '../../../../contract/files.ts'
import { draftStore } from './draft.ts'
import { useIsPermitted } from '../../../shared/hooks/use-is-permitted.ts'
import { useFiles, useFilesIn, useInspection } from '../queries.ts'

const withInside: readonly ReceivedFile['state'][] = [
  'unrecognised',
  'recognised',
  'taken',
  'superseded',
  'duplicate',
  'sample',
]

/** One file that was seen, from whichever list has it, and what stands in it where Castellan has taken a copy. */
export function useFile(id: string) {
  const unrecognised = useFilesIn('unrecognised')
  const all = useFiles(true)
  const found =
    unrecognised.data?.find((file) => file.id === id) ??
    all.data?.pages.flatMap((page) => page.items).find((file) => file.id === id)
  const sheet = useStore(draftStore, ({ of }) => of[id]?.sheet ?? null)
  // Whoever may not stage is told what became of a file, not what stands in it.
  const mayLook = useIsPermitted('imports:stage')
  const inspection = useInspection(id, sheet, mayLook && found !== undefined && withInside.includes(found.state))
  const pending = !found && (unrecognised.isPending || all.isPending)
  return { file: found ?? inspection.data?.file, inspection, mayLook, pending }
}
