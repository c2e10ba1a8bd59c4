import type { Dialect, FileProblem } from '../../../contract/extract-files.ts'
import type { AccountAttribute } from '../../domain/identities/access-facts.ts'
import type { ByteFacts } from '../../domain/imports/reading/bytes.ts'
import { type DialectFound, detectDialect } from '../../domain/imports/reading/dialect.ts'
import { textBytes } from '../../domain/imports/reading/encoding.ts'
import { encodingProblem } from '../../domain/imports/reading/misfit.ts'
import { noSuchSheet } from '../../domain/imports/rows/header-problems.ts'
import { bindRules, type RowReader } from '../../domain/imports/rows/mapping.ts'
import type { StagedFile, StagedPreview } from '../../domain/jobs/jobs.ts'

export interface OpenedFile {
  readonly file: StagedFile
  readonly path: string
  readonly format: DialectFound
  readonly facts: ByteFacts
  readonly read: RowReader
  /** The attributes of accounts that its rows can state at all. */
  readonly states: ReadonlySet<AccountAttribute>
}

/** Reads the head of every file and binds its rules: all problems of all files, or the readers. */
export function openFiles(files: readonly StagedFile[]): {
  opened: OpenedFile[]
  problems: FileProblem[]
  dialects: StagedPreview['dialects']
} {
  const opened: OpenedFile[] = []
  const problems: FileProblem[] = []
  const dialects: { fileId: number; dialect: Dialect }[] = []
  for (const file of files) {
    const { path } = file
    if (path === null) {
      problems.push(noSuchSheet(file.name, file.group.format.sheet ?? '', file.sheets ?? []))
      continue
    }
    const bytes = textBytes(path)
    const misfit = encodingProblem(bytes, file.group.format, { path, name: file.name })
    const format = detectDialect(bytes, file.group.format)
    dialects.push({ fileId: file.id, dialect: format.dialect })
    if (misfit) {
      problems.push(misfit)
      continue
    }
    const bound = bindRules(file.group, format.dialect.header, file.name)
    if ('problems' in bound) problems.push(...bound.problems)
    else opened.push({ file, path, format, facts: bytes.facts, ...bound })
  }
  return { opened, problems, dialects }
}
