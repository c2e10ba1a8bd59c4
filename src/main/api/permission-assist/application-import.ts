import { createHash } from 'node:crypto'
import type { Import } from '../../../contract/imports.ts'
import type { ImportMetrics } from '../../domain/imports/history/metrics.ts'
import { buildTimes, isPaused, statusOf } from './import-status.ts'
import type { ApplicationSummary, VendorImport, VendorImportDetail } from './wire.ts'

/** An import as lists show it. */
export function viewImport(shown: Import, application: ApplicationSummary): VendorImport {
  return {
    id: shown.id,
    kind: 'Application Import',
    number: shown.number,
    type: shown.trigger,
    status: statusOf(shown),
    paused: isPaused(shown),
    ...buildTimes(shown),
    application,
  }
}

interface ImportParts {
  readonly application: ApplicationSummary
  readonly log: readonly { readonly at: string; readonly line: string }[]
  readonly fileGroups: ReadonlyMap<string, string>
  readonly metrics: ImportMetrics | null
}

/** An import as its own address and every write answer it. */
export function viewImportDetail(shown: Import, parts: ImportParts): VendorImportDetail {
  return {
    ...viewImport(shown, parts.application),
    createdBy: shown.createdBy,
    log: logText(shown, parts.log),
    files: shown.files.map(({ id, fileGroup, name }) => ({
      id: fileId(shown.id, id),
      fileGroupId: fileGroup,
      fileGroup: parts.fileGroups.get(fileGroup) ?? '',
      name,
    })),
    metrics: parts.metrics && { ...parts.metrics, rows: vendorRows(parts.metrics.rows) },
  }
}

const vendorRows = ({ read, applied, unknown, quarantined, duplicate, ignored }: ImportMetrics['rows']) => ({
  read,
  applied,
  quarantined: quarantined + unknown,
  duplicate,
  ignored,
})

/** What happened, then what is wrong or waited for: the vendor's resource has no other place to say it. */
function logText(shown: Import, log: ImportParts['log']): string {
  const lines = log.map(({ at, line }) => `${at} ${line}`)
  for (const { file, line, message, remedy } of shown.failure?.problems ?? []) {
    const where = [file, line === null ? null : `line ${line}`].filter((part) => part !== null).join(', ')
    lines.push([where === '' ? '' : `${where}:`, message, remedy].filter((part) => part !== '').join(' '))
  }
  if (isPaused(shown)) lines.push(`Paused: ${whyPaused(shown)}`)
  return lines.join('\n')
}

function whyPaused({ guard }: Import): string {
  return guard?.verdict === 'tripped'
    ? `the guard holds it for a person. ${guard.findings.map(({ message }) => message).join(' ')}`
    : 'it waits for a person to apply it, as the rules of the application ask.'
}

/** A file of an import is a numbered row without a GUID; its number and its import's GUID make one that stays. */
function fileId(importId: string, id: number): string {
  const hex = createHash('sha256').update(`file ${id} of ${importId}`).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}
