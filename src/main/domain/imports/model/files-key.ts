import type { Reader } from '../../../storage/open.ts'
import { imports } from './imports.store.ts'

/** Tells whether two imports are made of the same bytes for the same groups, in whatever order. */
export const filesKey = (files: readonly { readonly group: string; readonly sha256: string }[]): string =>
  files
    .map(({ group, sha256 }) => `${group} ${sha256}`)
    .sort()
    .join()

export const storedFilesKey = (db: Reader, importId: number): string =>
  filesKey(imports.files(db, importId).map(({ file_group, sha256 }) => ({ group: file_group, sha256 })))
