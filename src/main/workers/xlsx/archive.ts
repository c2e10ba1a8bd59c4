import { Unzip, UnzipInflate } from 'fflate'
import { InflationCount, checkEntryName, WorkbookRefused } from './gate.ts'

const chunkBytes = 64 * 1024

/**
 * Streams the wanted entries of an archive. All entries are unpacked and counted, so that nothing hides in the others.
 * @param take what to do with an entry's bytes; undefined for an entry that is only counted
 * @throws WorkbookRefused when the archive breaks a limit or is none
 */
export function readArchive(
  bytes: Uint8Array,
  take: (name: string) => ((chunk: Uint8Array, last: boolean) => void) | undefined,
): void {
  const count = new InflationCount()
  let entries = 0
  let pushed = 0
  let refused: WorkbookRefused | undefined
  const unzip = new Unzip((entry) => {
    checkEntryName(entry.name, ++entries)
    const consume = take(entry.name)
    const began = pushed
    entry.ondata = (error, chunk, last) => {
      if (refused) return
      try {
        if (error) throw damaged()
        // What has been read of the archive since the entry began is the most that the entry can have been packed into.
        count.add(entry.name, chunk.length, Math.max(pushed - began, 1) + chunkBytes)
        if (consume) {
          refuseDoctype(chunk)
          consume(chunk, last)
        }
      } catch (why) {
        // The unpacker would take what is thrown here for damage and say so instead.
        refused = why instanceof WorkbookRefused ? why : damaged()
      }
    }
    entry.start()
  })
  unzip.register(UnzipInflate)
  for (let at = 0; at < bytes.length; at += chunkBytes) {
    const chunk = bytes.subarray(at, at + chunkBytes)
    pushed += chunk.length
    try {
      unzip.push(chunk, at + chunkBytes >= bytes.length)
    } catch (why) {
      refused ??= why instanceof WorkbookRefused ? why : damaged()
    }
    if (refused) throw refused
  }
  if (entries === 0) throw new WorkbookRefused('It is no workbook: there is nothing in it.')
}

const damaged = () => new WorkbookRefused('It is damaged, or packed in a way that Excel does not use.')

/** Office writes no document types; whoever does wants the parser to expand or fetch something. */
function refuseDoctype(chunk: Uint8Array): void {
  const text = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
  if (text.includes('<!DOCTYPE') || text.includes('<!ENTITY'))
    throw new WorkbookRefused('A part of it holds a document type, which no workbook needs.')
}
