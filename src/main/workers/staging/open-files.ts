import type { Dialect, FileProblem } from '../../../contract/extract-files.ts'
import { textBytes } from '../../domain/imports/reading/encoding.ts'
import { noSuchSheet } from '../../domain/imports/rows/header-problems.ts'
import { bindFile, type BoundFile } from '../../domain/imports/rows/read-record.ts'
import type { StagedFile, StagedPreview } from '../../domain/jobs/jobs.ts'

export interface OpenedFile extends BoundFile {
  readonly file: StagedFile
  readonly path: string
}

/**
 * Judges the bytes and the head of every file and binds its rules: all problems of all files, or the readers.
 * @param extractAt when the extract was taken
 */
export function openFiles(
  files: readonly StagedFile[],
  extractAt: number,
): {
  opened: OpenedFile[]
  problems: FileProblem[]
  dialects: StagedPreview['dialects']
} {
  const opened: OpenedFile[] = []
  const problems: FileProblem[] = []
  const dialects: { fileId: number; dialect: Dialect }[] = []
  for (const file of files) {
    const { path, group, name } = file
    if (path === null) {
      problems.push(noSuchSheet(name, group.format.sheet ?? '', file.sheets ?? []))
      continue
    }
    const { format, problems: found, bound } = bindFile({ group, name, path, extractAt }, textBytes(path))
    dialects.push({ fileId: file.id, dialect: format.dialect })
    problems.push(...found)
    if (bound) opened.push({ file, path, ...bound })
  }
  return { opened, problems, dialects }
}
