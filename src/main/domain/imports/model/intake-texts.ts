import type { ByteFacts } from '../reading/bytes.ts'

/** The text of received files in the private intake folder, by the hash of the file. */
export interface IntakeTexts {
  /** The sheets of a workbook that a person sees, in their order; null for what is no workbook. */
  sheets(sha256: string): readonly string[] | null
  /**
   * The file itself, or the text that was made of a sheet.
   * @param sheet by name, without regard to case; null for the first. What is no workbook ignores it
   * @returns null when the workbook has no such sheet
   */
  path(sha256: string, sheet: string | null): string | null
  /** What was seen of all its bytes when they were stored. @param path as `path` gives it */
  facts(path: string): ByteFacts
}
