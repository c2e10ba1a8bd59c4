import { applicationKeys } from '../../api/applications.ts'
import { scheduleRefresh } from '../../api/refresh.ts'
import type { Feature } from '../../shared/navigation/feature.ts'
import { forgetProgress, noteProgress } from './progress.ts'
import { ImportsScreen } from './imports-screen.tsx'
import { fileKeys, importKeys } from './queries.ts'
import { announceImportEvent } from './notices.ts'
import { uploadFiles } from './queue/uploads.ts'
import { WaitingCount } from './queue/waiting-count.tsx'
import { pages } from '../../shared/navigation/paths.ts'

export const imports: Feature = {
  id: 'imports',
  title: 'Imports',
  icon: 'imports',
  path: pages.imports,
  key: 'i',
  scope: 'imports:read',
  Screen: ImportsScreen,
  Count: WaitingCount,
  onFiles: (files, queries) => void uploadFiles(files, queries),
  onEvent: (event, queries) => {
    switch (event.type) {
      case 'progress':
        noteProgress(event.progress)
        break
      case 'import':
        forgetProgress(event.id)
        scheduleRefresh(queries, importKeys.all)
        void announceImportEvent(event, queries)
        break
      case 'folder':
        scheduleRefresh(queries, fileKeys.all, fileKeys.folders)
        break
      case 'application':
        // An import's page names what could not be done after it, and that is told as a change of its application.
        scheduleRefresh(queries, applicationKeys.all, importKeys.all)
        break
      case 'request':
      case 'personnel-event':
      case 'workflow':
      case 'storage':
        break
    }
  },
}
