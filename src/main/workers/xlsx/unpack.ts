import { closeSync, createReadStream, openSync, writeSync } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { InflationCount, WorkbookRefused } from './gate.ts'
import type { ZipFile } from './zip.ts'

/** Files that systems put into archives beside what was packed. */
const besideOthers = /^__MACOSX\/|(?:^|\/)(?:\.DS_Store|Thumbs\.db|desktop\.ini)$|\/$/i

/** Unpacks the one file of an archive. @throws WorkbookRefused when there are more or none, and beyond the limits */
export function unpackZip(zip: ZipFile, into: string): void {
  const files = zip.entries.filter(({ name }) => !besideOthers.test(name))
  const [only] = files
  if (!only) throw new WorkbookRefused('It is a ZIP archive with nothing in it.')
  if (files.length > 1)
    throw new WorkbookRefused(
      `It is a ZIP archive of ${files.length} files. Unpack it and send each extract by itself, or pack one file only.`,
    )
  if (only.isEncrypted) throw new WorkbookRefused('It is a ZIP archive with a password. Unpack it first.')
  const fd = openSync(into, 'w', 0o600)
  try {
    zip.read(only, (chunk) => writeSync(fd, chunk))
  } finally {
    closeSync(fd)
  }
}

/** Unpacks a .gz file; its checksum and its length are checked. @throws WorkbookRefused beyond the limits, or when it is not whole */
export async function unpackGzip(file: string, packed: number, into: string): Promise<void> {
  const count = new InflationCount()
  const fd = openSync(into, 'w', 0o600)
  try {
    for await (const chunk of createReadStream(file).pipe(createGunzip()) as AsyncIterable<Buffer>) {
      count.add('', chunk.length, packed)
      writeSync(fd, chunk)
    }
  } catch (error) {
    if (error instanceof WorkbookRefused) throw error
    throw new WorkbookRefused('It is damaged: the .gz file breaks off or was changed on its way. Send it again.')
  } finally {
    closeSync(fd)
  }
}
