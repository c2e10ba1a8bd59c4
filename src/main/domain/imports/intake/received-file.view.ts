import type { ReceivedFile } from '../../../../contract/files.ts'
import { instant } from '../../shared/instant.ts'
import type { ReceivedRow } from './intake.store.ts'

/** A file that was seen, as `/v1` shows it. */
export function viewReceived(row: ReceivedRow): ReceivedFile {
  return {
    id: row.guid,
    origin: row.origin,
    path: row.path,
    name: row.name,
    size: row.size,
    modifiedAt: instant(row.modified_at),
    seenAt: instant(row.seen_at),
    state: row.state,
    why: row.why,
    application: row.application_name,
    applicationId: row.application_guid,
    fileGroup: row.file_group,
    importId: row.import_guid,
  }
}
