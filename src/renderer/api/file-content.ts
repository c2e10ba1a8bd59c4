/** A file in the JSON form of the API. */
export interface FileContent {
  readonly fileName: string
  readonly fileType: string
  /** Base64. */
  readonly content: string
}

/** Reads a chosen file. */
export async function contentOf(file: File): Promise<FileContent> {
  let binary = ''
  for (const byte of new Uint8Array(await file.arrayBuffer())) binary += String.fromCharCode(byte)
  return { fileName: file.name, fileType: file.type || 'application/octet-stream', content: btoa(binary) }
}

/** Converts the JSON form back to a file. @param content Base64 */
export const fileFrom = ({ fileType, content }: Omit<FileContent, 'fileName'>): Blob =>
  new Blob([Uint8Array.from(atob(content), (letter) => letter.charCodeAt(0))], { type: fileType })
