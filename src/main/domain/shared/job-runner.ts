import type { ImportProgress } from '../../../contract/imports.ts'

/** How a long job talks to whoever waits for it. */
export interface JobControl {
  /** @param found by a scan, so far */
  progress(phase: ImportProgress['phase'], rows: number, share: number | null, found?: number): void
  /** @throws Cancelled when somebody asked for it */
  checkCancelled(): void
}

export class Cancelled extends Error {
  override readonly name = 'Cancelled'
}
