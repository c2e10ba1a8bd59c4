import type { Import } from '../../../../contract/imports.ts'
import type { SignedCheckpoint } from '../../audit/checkpoint.ts'

/** What stands beside a file that was dealt with: figures, digests and the reason, but no value of any cell. */
export function receiptOf(found: Import, at: number, audit: SignedCheckpoint | null): string {
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
  } = found
  const receipt = {
    castellan: 'import-receipt',
    writtenAt: new Date(at).toISOString(),
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
    // What the audit log was at that moment, signed: kept here, it is out of reach of whoever has the database.
    audit,
  }
  return `${JSON.stringify(receipt, null, 2)}\n`
}
