import { fileURLToPath } from 'node:url'
import type { SecretStore } from '../domain/settings/mail-settings.service.ts'
import type { WebhookSecrets } from '../domain/webhooks/secrets.ts'

/** Parts of the program that are loaded by path rather than imported. */
export interface ProgramFiles {
  readonly worker: URL
  /** The built page. */
  readonly page: string
  /** The built preload; only the window asks for it. */
  readonly preload: string
  /** The system's key store for the mail server's password; only the window has one. */
  readonly mailPassword?: SecretStore
  /** The same for the secrets that sign webhooks. */
  readonly webhookSecrets?: WebhookSecrets
}

/** Where those parts lie beside an entry: `out/main/cli.js` as built, `src/main/cli.ts` when run from its source. */
export function programFiles(entry: string): ProgramFiles {
  const source = entry.endsWith('.ts')
  const at = (path: string): string => fileURLToPath(new URL(path, entry))
  return {
    worker: new URL(source ? './workers/import.worker.ts' : './import.worker.js', entry),
    page: at(source ? '../../out/renderer' : '../renderer'),
    preload: at(source ? '../../out/preload/index.cjs' : '../preload/index.cjs'),
  }
}
