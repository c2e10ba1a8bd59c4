import { AttachmentInfo } from '../../../contract/request-parts.ts'
import { request } from '../../api/client.ts'
import { contentOf } from '../../api/file-content.ts'
import { apiPaths } from '../navigation/paths.ts'

/** Returns a function that attaches a file to a request. */
export const attachFile = (requestId: string) => async (file: File) =>
  request(AttachmentInfo, apiPaths.requestFiles(requestId), {
    method: 'POST',
    body: await contentOf(file),
  })
