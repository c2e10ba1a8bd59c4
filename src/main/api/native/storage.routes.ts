import { StorageStatus } from '../../../contract/storage.ts'
import { instant } from '../../domain/shared/instant.ts'
import { type Route, route } from '../http/route.ts'
import { describeStorageFault } from '../http/storage-problem.ts'

export const storageRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/storage',
    summary: 'Say which fault of the disk or the database lasts, and since when',
    access: 'signed-in',
    answers: { status: 200, schema: StorageStatus },
    handle({ services: { env } }) {
      const trouble = env.store.health.current()
      if (trouble === null) return { body: { trouble: null } }
      const { title, remedy: detail } = describeStorageFault(trouble)
      return { body: { trouble: { kind: trouble.kind, since: instant(trouble.since), title, detail } } }
    },
  }),
]
