import { withFinding } from '../../../../contract/accept-finding.ts'
import type { FileFormat } from '../../../../contract/applications.ts'
import type { FileFinding } from '../../../../contract/file-findings.ts'
import type { ExtractDate } from '../../../../contract/file-layout.ts'
import type { IntakeTexts } from '../model/intake-texts.ts'
import { type TextBytes, textBytes } from '../reading/encoding.ts'
import { bytesAt } from '../reading/file-chunks.ts'
import { onlyDatePattern } from '../reading/name-date.ts'
import { type Diagnosis, diagnose } from './diagnose.ts'

const endBytes = 32 * 1024
const mostSheets = 10

/** What is proposed for a file that nobody knows. */
export interface Proposal {
  readonly findings: readonly FileFinding[]
  readonly format: FileFormat
  readonly extractDate: ExtractDate | null
}

interface FileToPropose {
  readonly sha256: string
  readonly name: string
  /** When it arrived: a day after it is not the day of the extract. */
  readonly seenAt: number
  /** Named by a person; otherwise the sheet that looks like a list is proposed. */
  readonly sheet: string | null
}

/** @returns undefined when the workbook has no such sheet */
export function propose(texts: IntakeTexts, { sha256, name, seenAt, sheet }: FileToPropose): Proposal | undefined {
  const first = diagnosed(texts, sha256, sheet)
  if (!first) return undefined
  const sheets = texts.sheets(sha256) ?? []
  const chosen = sheet === null ? listAmong(texts, sha256, sheets) : undefined
  const { findings, format } = chosen?.diagnosis ?? first
  const ofSheet = chosen ? [sheetFinding(chosen.sheet, sheets)] : []
  const date = onlyDatePattern(name, seenAt)
  return {
    findings: [...ofSheet, ...findings, ...(date ? [dateFinding(name, date)] : [])],
    format: {
      ...ofSheet.reduce((before, { rule }) => (rule ? withFinding(before, rule) : before), format),
      ...(sheet && { sheet }),
    },
    extractDate: date ? { from: 'name', pattern: date.pattern } : null,
  }
}

function diagnosed(texts: IntakeTexts, sha256: string, sheet: string | null): Diagnosis | undefined {
  const path = texts.path(sha256, sheet)
  if (path === null) return undefined
  const bytes = textBytes(path, texts.facts(path))
  return diagnose(bytes, endOf(path, bytes))
}

/** The end of a file that is longer than what is looked at from its beginning: totals stand there. */
function endOf(path: string, { facts, sample }: TextBytes): Buffer | null {
  if (facts.size <= sample.length) return null
  // An even place, so that two-byte letters are not cut.
  const from = Math.max(sample.length, facts.size - endBytes)
  return bytesAt(path, from - (from % 2), endBytes + 1)
}

/** The sheet that looks most like a list, where that is not the first one. */
function listAmong(
  texts: IntakeTexts,
  sha256: string,
  sheets: readonly string[],
): { readonly sheet: string; readonly diagnosis: Diagnosis } | undefined {
  let best: { sheet: string; diagnosis: Diagnosis } | undefined
  for (const sheet of sheets.slice(0, mostSheets)) {
    const diagnosis = diagnosed(texts, sha256, sheet)
    if (diagnosis && diagnosis.score > (best?.diagnosis.score ?? 0)) best = { sheet, diagnosis }
  }
  return best && best.sheet !== sheets[0] ? best : undefined
}

const sheetFinding = (sheet: string, sheets: readonly string[]): FileFinding => ({
  what: 'sheet',
  value: `The list stands on the sheet "${sheet}".`,
  evidence: [],
  confidence: `Likely: of the sheets ${sheets.map((name) => `"${name}"`).join(', ')} its rows look most like a list.`,
  rule: { sheet },
})

const dateFinding = (name: string, { pattern, at }: NonNullable<ReturnType<typeof onlyDatePattern>>): FileFinding => ({
  what: 'extract-date',
  value: `The extract is of ${new Date(at).toISOString().slice(0, 10)}, as its name says (${pattern}).`,
  evidence: [{ line: null, text: name }],
  confidence: 'Likely: there is one day in the name, and one way to read it.',
  rule: { extractDate: { from: 'name', pattern } },
})
