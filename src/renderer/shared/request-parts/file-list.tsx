import { useMutation } from '@tanstack/react-query'
import type { z } from 'zod'
import { AttachmentContent } from '../../../contract/requests.ts'
import { type AttachmentInfo } from '../../../contract/request-parts.ts'
import { request } from '../../api/client.ts'
import { saveFile } from '../../api/download.ts'
import { fileFrom } from '../../api/file-content.ts'
import { asProblem } from '../../api/problem.ts'
import { Button } from '../../ui/button.tsx'
import { bytes, moment } from '../../ui/format.ts'
import { toast } from '../../ui/toast.ts'
import { apiPaths } from '../navigation/paths.ts'
import './file-list.css'

type Attachment = z.infer<typeof AttachmentInfo>

const text = {
  none: 'No files attached.',
  save: (name: string) => `Save ${name}`,
}

/** The files of a request. They can be saved; nothing is opened inside the window. */
export function FileList({ requestId, files }: { requestId: string; files: readonly Attachment[] }) {
  const save = useMutation({
    mutationFn: async (name: string) => {
      const path = apiPaths.requestFile(requestId, name)
      const file = await request(AttachmentContent, path)
      saveFile(fileFrom(file), file.fileName)
    },
    onError: (thrown) => toast({ kind: 'error', message: asProblem(thrown).detail }),
  })
  if (files.length === 0) return <p className="muted">{text.none}</p>
  return (
    <ul className="stack-dense file-list">
      {files.map((file) => (
        <li key={file.fileName}>
          <Button
            variant="quiet"
            icon="download"
            aria-label={text.save(file.fileName)}
            isPending={save.isPending && save.variables === file.fileName}
            onPress={() => save.mutate(file.fileName)}
          >
            {file.fileName}
          </Button>
          <span className="muted">
            {[bytes(file.size), file.owner?.name, moment(file.at)].filter(Boolean).join(' · ')}
          </span>
        </li>
      ))}
    </ul>
  )
}
