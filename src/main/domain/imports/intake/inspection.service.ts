import type { FileFormat, FileGroup } from '../../../../contract/applications.ts'
import type { FileInspection, ReceivedFile, TriedRules } from '../../../../contract/files.ts'
import type { Reader } from '../../../storage/open.ts'
import { validateGroup } from '../../applications/validate-rules.ts'
import { suggestColumns, suggestPattern, suggestProfile, suggestRefusals } from '../../applications/suggest-rules.ts'
import { notFound, DomainError } from '../../shared/errors.ts'
import { type ReceivedRow, received } from './intake.store.ts'
import { propose } from '../doctor/propose.ts'
import type { IntakeTexts } from '../model/intake-texts.ts'
import { textBytes } from '../reading/encoding.ts'
import { viewReceived } from './received-file.view.ts'
import { sampleOf, tryRules } from './rule-trial.ts'

const sampleRows = 20

/** How to look into a file; what is left out is proposed. */
interface InspectionInput {
  readonly sheet?: string | undefined
  readonly format?: FileFormat | undefined
}

/** Inspects received files without importing them. */
export class Inspection {
  readonly #reader: Reader
  readonly #texts: IntakeTexts

  constructor(reader: Reader, texts: IntakeTexts) {
    this.#reader = reader
    this.#texts = texts
  }

  /**
   * What a file is, what its columns may mean, and a first draft of rules, for an application that doesn't exist yet.
   * @throws DomainError `not-found`, `invalid` for a sheet that the workbook doesn't have
   */
  inspect(guid: string, { sheet, format }: InspectionInput): FileInspection {
    const { row, sha256, file } = this.#stored(guid)
    const proposal = propose(this.#texts, { sha256, name: row.name, seenAt: row.seen_at, sheet: sheet ?? null })
    const proposed = format ?? proposal?.format
    const used = proposed && { ...proposed, sheet: sheet ?? proposed.sheet }
    const path = used ? this.#texts.path(sha256, used.sheet) : null
    if (path === null || !proposal || !used)
      throw new DomainError('invalid', `The workbook has no visible sheet "${sheet ?? format?.sheet}".`, [
        { field: 'sheet', message: 'is no visible sheet of it' },
      ])
    const { detected, rows } = sampleOf(textBytes(path, this.#texts.facts(path)), used, sampleRows)
    const { dialect } = detected
    const sheets = this.#texts.sheets(sha256)
    const suggested = suggestColumns(dialect.header)
    return {
      file,
      dialect,
      sheets: sheets && [...sheets],
      rows,
      findings: [...proposal.findings],
      suggestion: {
        format: used,
        extractDate: proposal.extractDate,
        profile: suggestProfile(dialect.header, suggested.columns),
        ...suggested,
        refusals: suggestRefusals(rows, dialect.header.indexOf(suggested.columns.access ?? '')),
        pattern: suggestPattern(row.name),
      },
    }
  }

  /**
   * Tries unsaved rules on the first rows of a file: everything wrong with the rules, everything that does not fit the
   * file, and what each row would say.
   * @throws DomainError `not-found`
   */
  try(guid: string, group: FileGroup): TriedRules {
    const { row, sha256, file } = this.#stored(guid)
    const trial = tryRules(this.#texts, {
      sha256,
      name: row.name,
      group,
      count: sampleRows,
      extractAt: Date.parse(file.modifiedAt),
    })
    return { file, ...trial, ruleProblems: validateGroup(group) }
  }

  #stored(guid: string): { row: ReceivedRow; sha256: string; file: ReceivedFile } {
    const row = received.get(this.#reader, guid)
    if (!row || row.sha256 === null) throw notFound('file')
    return { row, sha256: row.sha256, file: viewReceived(row) }
  }
}
