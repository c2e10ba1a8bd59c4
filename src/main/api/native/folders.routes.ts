import { z } from 'zod'
import { Guid } from '../../../contract/common.ts'
import { ChangeFolder, Folder, FolderList, NewFolder } from '../../../contract/folder.ts'
import { participantIn } from './participant-in.ts'
import { revisionFromIfMatch } from './revision.ts'
import { type Route, route } from '../http/route.ts'

const params = z.object({ id: Guid })
const etag = (revision: number) => ({ etag: `"${revision}"` })

export const folderRoutes: readonly Route[] = [
  route({
    method: 'GET',
    path: '/v1/folders',
    summary: 'List the watched folders, how they are watched, and whether they can be reached',
    access: { scope: 'imports:read' },
    answers: { status: 200, schema: FolderList },
    handle: ({ services }) => ({ body: { items: services.folders.list() } }),
  }),
  route({
    method: 'POST',
    path: '/v1/folders',
    summary: 'Watch another folder; a share that is away is waited for',
    access: { scope: 'settings:write' },
    body: NewFolder,
    answers: { status: 201, schema: Folder },
    async handle({ body, caller, actor, services }) {
      const added = await services.folders.add(participantIn({ caller, actor, services }), body)
      return { body: added, headers: { location: `/v1/folders/${added.id}`, ...etag(added.revision) } }
    },
  }),
  route({
    method: 'PATCH',
    path: '/v1/folders/:id',
    summary: 'Change how a folder is watched. Needs If-Match',
    needsIfMatch: true,
    access: { scope: 'settings:write' },
    params,
    body: ChangeFolder,
    answers: { status: 200, schema: Folder },
    async handle({ params: { id }, body, request, actor, services }) {
      const changed = await services.folders.change(actor, id, revisionFromIfMatch(request), body)
      return { body: changed, headers: etag(changed.revision) }
    },
  }),
  route({
    method: 'DELETE',
    path: '/v1/folders/:id',
    summary: 'Stop watching a folder; nothing in it is touched. Needs If-Match',
    needsIfMatch: true,
    access: { scope: 'settings:write' },
    params,
    answers: { status: 204, schema: null },
    async handle({ params: { id }, request, actor, services }) {
      await services.folders.remove(actor, id, revisionFromIfMatch(request))
      return {}
    },
  }),
]
