import { useStore } from 'zustand'
import type { ReceivedFile } from '../../../../contract/files.ts'
import { draftStore } from './draft.ts'
import { useIsPermitted } from '../../../shared/hooks/use-is-permitted.ts'
import { useFiles, useFilesIn, useInspection } from '../queries.ts'

const inspectableStates: readonly ReceivedFile['state'][] = [
  'unrecognised',
  'recognised',
  'taken',
  'superseded',
  'duplicate',
  'sample',
]

/** A received file and, if Castellan has a copy of it, its contents. */
export function useFile(id: string) {
  const unrecognised = useFilesIn('unrecognised')
  const all = useFiles(true)
  const file =
    unrecognised.data?.find((candidate) => candidate.id === id) ??
    all.data?.pages.flatMap((page) => page.items).find((candidate) => candidate.id === id)
  const format = useStore(draftStore, ({ of }) => of[id]?.format)
  // Users without the permission to stage see the status of a file but not its contents.
  const canLook = useIsPermitted('imports:stage')
  const inspection = useInspection(
    id,
    { format },
    canLook && file !== undefined && inspectableStates.includes(file.state),
  )
  const pending = !file && (unrecognised.isPending || all.isPending)
  return { file: file ?? inspection.data?.file, inspection, canLook, pending }
}
