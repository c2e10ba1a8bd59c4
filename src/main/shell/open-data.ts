import { dialog } from 'electron'
import { version } from '../boot/version.ts'
import type { ProgramFiles } from '../boot/program-files.ts'
import { restoreBackup } from '../data-dir/restore-backup.ts'
import { startObstacle } from '../workspace/start-obstacle.ts'
import { openWindowBackend, type WindowBackend, type WindowPaths } from '../workspace/window-backend.ts'

const title = 'Castellan can’t open its data'

/**
 * Opens the data directory. Where something can be done about what stands in the way, it is offered: to try again when the
 * disk has room, or to put a backup in the place of a database that is gone or damaged.
 * @returns null when the person rather quits
 * @throws what nobody can do anything about here
 */
export async function openData(places: WindowPaths, parts: ProgramFiles): Promise<WindowBackend | null> {
  for (;;) {
    try {
      return await openWindowBackend(places, parts)
    } catch (error) {
      const obstacle = startObstacle(error)
      if (obstacle === null) throw error
      const goOn =
        obstacle.kind === 'passing'
          ? await ask(obstacle.words, 'Nothing was changed. Try again when that has passed.', 'Try again')
          : await offerRestore(places.dataDir, obstacle)
      if (!goOn) return null
    }
  }
}

async function offerRestore(
  dataDir: string,
  { words, backup }: { readonly words: string; readonly backup: string | null },
): Promise<boolean> {
  if (backup === null) {
    dialog.showErrorBox(title, words)
    return false
  }
  const detail = `The newest good backup is ${backup}. What was written after it was made is not in it. What is there now is kept beside it.`
  if (!(await ask(words, detail, 'Restore this backup'))) return false
  const reason = 'The database could not be opened; the restore was chosen in the window.'
  const actor = { kind: 'operator', name: 'local operator', via: 'window' } as const
  restoreBackup({ dataDir, name: backup, reason, actor, program: version, now: Date.now() })
  return true
}

/** @returns false for Quit, which is what Escape means too */
async function ask(message: string, detail: string, action: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'warning',
    title,
    message,
    detail,
    buttons: [action, 'Quit'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  })
  return response === 0
}
