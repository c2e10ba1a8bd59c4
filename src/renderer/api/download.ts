import type { ApiPath } from './paths.ts'
import { type RequestInput, send } from './client.ts'

/** Saves a response as a file. A plain link cannot send the Authorization header. */
export async function download(path: ApiPath, name: string, options: RequestInput = {}): Promise<void> {
  const response = await send(path, { ...options, headers: { accept: 'text/csv, */*', ...options.headers } })
  saveFile(await response.blob(), name)
}

/** Saves a file that the page created. */
export function saveFile(file: Blob, name: string) {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
