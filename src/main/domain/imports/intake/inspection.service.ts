import { FileFormat, type FileGroup } from '../../../../contract/applications.ts'
import type { FileInspection, ReceivedFile, TriedRules } from '../../../../contract/files.ts'
import type { Reader } from '../../../storage/open.ts'
import { validateGroup } from '../../applications/validate-rules.ts'
import { suggestColumns, suggestPattern, suggestProfile } from '../../applications/suggest-rules.ts'
import { notFound, DomainError } from '../../shared/errors.ts'
import { type ReceivedRow, received } from './intake.store.ts'
import type { IntakeTexts } from '../model/intake-texts.ts'
import { viewReceived } from './received.view.ts'
import { sampleOf, tryRules } from './trial.ts'

const sampleRows = 20

/** Looking into received files without importing them. */
export class Inspection {
  readonly #reader: Reader
  readonly #texts: IntakeTexts

  constructor(reader: Reader, texts: IntakeTexts) {
    this.#reader = reader
    this.#texts = texts
  }

  /**
   * How a file is written and what its columns might mean: for the rules of an application that doesn't exist yet.
   * @param sheet of a workbook; null for the first
   * @throws Refusal `not found`, `invalid` for a sheet that the workbook doesn't have
   */
  inspect(guid: string, sheet: string | null): FileInspection {
    const { row, sha256, file } = this.#kept(guid)
    const path = this.#texts.path(sha256, sheet)
    if (path === null)
      throw new DomainError('invalid', `The workbook has no visible sheet "${sheet}".`, [
        { field: 'sheet', message: 'is no visible sheet of it' },
      ])
    const { found, rows } = sampleOf(path, FileFormat.parse({}), sampleRows)
    const { dialect } = found
    const sheets = this.#texts.sheets(sha256)
    const suggested = suggestColumns(dialect.header)
    return {
      file,
      dialect,
      sheets: sheets && [...sheets],
      rows,
      suggestion: {
        profile: suggestProfile(dialect.header, suggested.columns),
        ...suggested,
        pattern: suggestPattern(row.name),
      },
    }
  }

  /**
   * Tries rules that are not saved on the first rows of a file: all that is wrong with the rules, all that does not fit
   * the file, and what each row would say.
   * @throws Refusal `not found`
   */
  try(guid: string, group: FileGroup): TriedRules {
    const { row, sha256, file } = this.#kept(guid)
    return { file, ...tryRules(this.#texts, sha256, row.name, group, sampleRows), ruleProblems: validateGroup(group) }
  }

  #kept(guid: string): { row: ReceivedRow; sha256: string; file: ReceivedFile } {
    const row = received.get(this.#reader, guid)
    if (!row || row.sha256 === null) throw notFound('file')
    return { row, sha256: row.sha256, file: viewReceived(row) }
  }
}
