import type { QueryClient } from '@tanstack/react-query'
import { createStore } from 'zustand/vanilla'
import { ReceivedFile } from '../../../../contract/files.ts'
import { type ApiProblem, asProblem } from '../../../api/problem.ts'
import { scheduleRefresh } from '../../../api/refresh.ts'
import { upload } from '../../../api/upload.ts'
import { navigate } from '../../../shared/navigation/router.ts'
import { toast } from '../../../ui/toast.ts'
import { fileKeys, importKeys } from '../queries.ts'
import { text } from '../text.ts'
import { apiPaths, pages } from '../../../shared/navigation/paths.ts'

export interface Upload {
  readonly id: number
  readonly name: string
  readonly size: number
  readonly sent: number
  readonly problem?: ApiProblem
  readonly stop: () => void
}

/** Running uploads. They outlive the screen, because users may go elsewhere meanwhile. */
export const uploadStore = createStore<{ readonly uploads: readonly Upload[] }>(() => ({ uploads: [] }))

let lastId = 0

const updateUpload = (id: number, facts: Partial<Upload>) =>
  uploadStore.setState(({ uploads }) => ({
    uploads: uploads.map((entry) => (entry.id === id ? { ...entry, ...facts } : entry)),
  }))

export function dismissUpload(id: number) {
  uploadStore.setState(({ uploads }) => ({ uploads: uploads.filter((entry) => entry.id !== id) }))
}

/** Uploads files one after another and opens the result of the last. */
export async function uploadFiles(files: readonly File[], queries: QueryClient): Promise<void> {
  const queued = files.map((file) => ({ file, ...addUpload(file) }))
  let last: ReceivedFile | undefined
  for (const { file, id, signal } of queued) {
    if (signal.aborted) continue
    last = (await sendFile(file, id, signal)) ?? last
    scheduleRefresh(queries, fileKeys.all, importKeys.all)
  }
  if (last) openResult(last)
}

function addUpload(file: File): { id: number; signal: AbortSignal } {
  lastId += 1
  const id = lastId
  const call = new AbortController()
  const stop = () => {
    call.abort()
    dismissUpload(id)
  }
  uploadStore.setState(({ uploads }) => ({
    uploads: [...uploads, { id, name: file.name, size: file.size, sent: 0, stop }],
  }))
  return { id, signal: call.signal }
}

async function sendFile(file: File, id: number, signal: AbortSignal): Promise<ReceivedFile | undefined> {
  try {
    const received = await upload(ReceivedFile, apiPaths.files, file, {
      query: { name: file.name, modifiedAt: new Date(file.lastModified).toISOString() },
      onSent: (sent) => updateUpload(id, { sent }),
      signal,
    })
    dismissUpload(id)
    return received
  } catch (thrown) {
    if (!signal.aborted) updateUpload(id, { problem: asProblem(thrown) })
    return
  }
}

function openResult(file: ReceivedFile) {
  if (file.importId !== null) {
    navigate(pages.import(file.importId))
    if (file.state === 'duplicate') toast({ kind: 'info', message: text.received(file.name, file.why) })
  } else {
    navigate(pages.receivedFile(file.id))
    if (file.state !== 'unrecognised') toast({ kind: 'info', message: text.received(file.name, file.why) })
  }
}
