import type { FileGroup } from '../../../../contract/applications.ts'
import type { FieldError } from '../../shared/errors.ts'
import type { PrivateBytes, PrivateFile } from '../../shared/private-file.ts'

/** A plain file that is in the watched folder now. */
export interface FolderEntry extends Pick<PrivateFile, 'name' | 'size' | 'modifiedAt'> {
  readonly path: string
}

/** The watched folder, while nothing else uses it. */
export interface OpenFolder {
  /** @throws when the folder can't be reached */
  list(): Promise<readonly FolderEntry[]>
  /** Copies a file to the private folder; null when it is still being written, or can't be read. */
  copy(entry: FolderEntry): Promise<PrivateBytes | null>
}

/** A file that came with a request, named for the file group it belongs to. */
export interface SentFile extends Omit<PrivateFile, 'modifiedAt'> {
  /** As the sender wrote it: the file group's id. */
  readonly group: string
}

/** Everything that is wrong with files that were sent together, each under the group that its sender named. */
export function validateSentFiles(groups: readonly FileGroup[], files: readonly SentFile[]): FieldError[] {
  const errors: FieldError[] = []
  const seen = new Set<string>()
  for (const { group, size } of files) {
    const fileGroup = groupOf(groups, group)
    if (!fileGroup) errors.push({ field: group, message: 'is no file group of this application' })
    else if (seen.has(fileGroup.id)) errors.push({ field: group, message: `is sent twice (${fileGroup.name})` })
    if (fileGroup) seen.add(fileGroup.id)
    if (size === 0) errors.push({ field: group, message: 'is an empty file' })
  }
  for (const { id, name, required } of groups) {
    if (required && !seen.has(id)) errors.push({ field: id, message: `is missing: the file of ${name}` })
  }
  return errors
}

/** Ids are compared without regard to case: some libraries write GUIDs in capitals. */
export const groupOf = (groups: readonly FileGroup[], id: string): FileGroup | undefined =>
  groups.find((group) => group.id.toLowerCase() === id.toLowerCase())
