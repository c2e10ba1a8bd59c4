import { type RequestInput, send } from './client.ts'

/** Saves an answer as a file. Fetched rather than linked to, since a link can carry no Authorization header. */
export async function download(path: string, name: string, ask: RequestInput = {}): Promise<void> {
  const response = await send(path, { ...ask, headers: { accept: 'text/csv, */*', ...ask.headers } })
  saveFile(await response.blob(), name)
}

/** Hands a file that was made here to the person. */
export function saveFile(file: Blob, name: string) {
  const url = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
