import type { Import } from '../../../../contract/imports.ts'
import { instant } from '../../shared/instant.ts'
import type { SignedCheckpoint } from '../../audit/checkpoint.ts'

/** The receipt beside a processed file: figures, digests and the reason, but no value of any cell. */
export function receiptOf(ended: Import, at: number, audit: SignedCheckpoint | null): string {
  const {
    id,
    application,
    state,
    files,
    rulesVersion,
    generation,
    reconciliation,
    counts,
    digest,
    failure,
    createdBy,
  } = ended
  const receipt = {
    castellan: 'import-receipt',
    writtenAt: instant(at),
    import: { id, state, by: createdBy, application: application.name, rulesVersion, generation, digest },
    files: files.map(({ name, size, sha256 }) => ({ name, size, sha256 })),
    reconciliation,
    changes: counts,
    refusedBecause: failure && [
      failure.message,
      ...failure.problems.map(
        ({ line, message, remedy }) => `${line === null ? '' : `Line ${line}: `}${message} ${remedy}`,
      ),
    ],
    // The signed state of the audit log at that moment: here it is out of reach of whoever can change the database.
    audit,
  }
  return `${JSON.stringify(receipt, null, 2)}\n`
}
