import { useStore } from 'zustand'
import type { FileInspection } from '../../../../contract/files.ts'
import { type Draft, draftStore, firstDraft } from './draft.ts'

/** The draft of a file's rules: as the user left it, or as suggested. */
export function useDraft(id: string, inspection: FileInspection | undefined): Draft | undefined {
  const saved = useStore(draftStore, (state) => state.of[id])
  return saved ?? (inspection && firstDraft(inspection))
}
