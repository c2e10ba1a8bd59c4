import type { Reader } from '../../../storage/open.ts'
import { identityOf } from '../../identities/references.service.ts'
import type { Request } from '../model/request.ts'
import { requests } from './requests.store.ts'

/** How the audit log names a request: what is asked, and for whom. */
export const requestObject = (db: Reader, request: Request) => ({
  type: 'request',
  id: request.key,
  name: wordsFor(db, request),
})

/** How the audit log names a task: by the request that it decides on. */
export const taskObject = (db: Reader, key: string, request: Request) => ({
  type: 'approval-task',
  id: key,
  name: wordsFor(db, request),
})

function wordsFor(db: Reader, request: Request): string {
  const [first, ...more] = requests.items(db, request.id)
  const what = `${first?.displayName ?? 'nothing'}${more.length > 0 ? ` and ${more.length} more` : ''}`
  return `${what} for ${identityOf(db, request.requestee).name}`
}
