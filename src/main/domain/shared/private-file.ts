/** A file whose bytes are stored in the private intake folder, under their hash. */
export interface PrivateFile {
  readonly name: string
  readonly size: number
  readonly sha256: string
  readonly modifiedAt: number
}

/** Bytes in the private folder, however the file was called. */
export type PrivateBytes = Pick<PrivateFile, 'size' | 'sha256'>
