import { openSync, closeSync, readFileSync, readSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { factsBeside, scanFile } from '../../domain/imports/reading/bytes.ts'
import { headBytes, kindOf } from '../../domain/imports/reading/file-kind.ts'
import { convertWorkbook } from './convert.ts'
import { WorkbookRefused } from './gate.ts'
import { convertOpenDocument } from './open-document.ts'
import { convertOtherWorkbook } from './other-sheets.ts'
import { unpackGzip, unpackZip } from './unpack.ts'
import { ZipFile } from './zip.ts'

/** A workbook, or an archive of one file. */
const mostPackedBytes = 50 * 1024 * 1024

interface TextFiles {
  /** The text of a sheet, counted from 1; what is no workbook has one. */
  readonly text: (place: number) => string
  readonly notes: (place: number) => string
}

/**
 * Makes text of a workbook or of an archive with one file, whatever its name says.
 * @returns the names of the sheets; null for what is no workbook
 * @throws WorkbookRefused with the reason
 */
export async function toText(file: string, files: TextFiles): Promise<string[] | null> {
  const sheets = await convert(file, files, true)
  for (let place = 1; place <= (sheets?.length ?? 1); place++)
    writeFileSync(factsBeside(files.text(place)), JSON.stringify(scanFile(files.text(place))), { mode: 0o600 })
  return sheets
}

/** @param mayUnpack whether an archive is unpacked; one inside an archive is not */
async function convert(file: string, files: TextFiles, mayUnpack: boolean): Promise<string[] | null> {
  const { size } = statSync(file)
  if (size > mostPackedBytes)
    throw new WorkbookRefused('A workbook or an archive may have at most 50 MB; export it as text.')
  const kind = kindOf(headOf(file))
  if (kind.kind === 'refused') throw new WorkbookRefused(kind.why)
  if (kind.kind === 'text') {
    renameSync(file, files.text(1))
    return null
  }
  const of = (place: number) => ({ text: files.text(place), notes: files.notes(place) })
  switch (kind.as) {
    case 'old-sheet':
      return convertOtherWorkbook(readFileSync(file), 'xls', of)
    case 'compound':
      return convertOtherWorkbook(compoundWorkbook(readFileSync(file)), 'xls', of)
    case 'gzip':
      return unpackOne(files, mayUnpack, (into) => unpackGzip(file, size, into))
    case 'zip': {
      const bytes = readFileSync(file)
      const zip = new ZipFile(bytes)
      const format = packageOf(zip)
      if (format === 'xlsx') return convertWorkbook(zip, of)
      if (format === 'none') return unpackOne(files, mayUnpack, async (into) => unpackZip(zip, into))
      zip.checkNames()
      if (format === 'ods') return convertOpenDocument(zip, of)
      zip.countTheRest()
      return convertOtherWorkbook(bytes, format, of)
    }
  }
}

async function unpackOne(files: TextFiles, mayUnpack: boolean, unpack: (into: string) => Promise<void>) {
  if (!mayUnpack) throw new WorkbookRefused('It is an archive inside an archive. Unpack it first.')
  const inner = `${files.text(1)}.inner`
  try {
    await unpack(inner)
    return await convert(inner, files, false)
  } finally {
    rmSync(inner, { force: true })
  }
}

/** Which kind of workbook an archive is; none when it holds something else. @throws WorkbookRefused for documents */
function packageOf(zip: ZipFile): 'xlsx' | 'xlsb' | 'ods' | 'none' {
  if (zip.find('mimetype') || zip.find('META-INF/manifest.xml')) return openDocument(zip)
  if (zip.entries.some(({ name }) => /^Index\/.*\.iwa$/.test(name)))
    throw new WorkbookRefused('It is a workbook of Numbers. Export it as .xlsx or CSV.')
  const isPackage = zip.find('[Content_Types].xml') ?? zip.find('_rels/.rels') ?? zip.find('xl/workbook.xml')
  if (!isPackage) return 'none'
  if (zip.entries.some(({ isEncrypted }) => isEncrypted))
    throw new WorkbookRefused('It is protected with a password. Save it without one.')
  if (zip.entries.some(({ name }) => /^(?:word|ppt|visio)\//i.test(name)))
    throw new WorkbookRefused('It is a document of Word or PowerPoint, not a workbook. Save the list as .xlsx or CSV.')
  return zip.entries.some(({ name }) => /^xl\/workbook\d*\.bin$/i.test(name)) ? 'xlsb' : 'xlsx'
}

function openDocument(zip: ZipFile): 'ods' {
  const type = zip.text('mimetype') ?? ''
  if (type !== '' && !type.includes('opendocument.spreadsheet'))
    throw new WorkbookRefused('It is a document, not a workbook. Save the list as .xlsx, .ods or CSV.')
  if ((zip.text('META-INF/manifest.xml') ?? '').includes('encryption-data'))
    throw new WorkbookRefused('It is protected with a password. Save it without one.')
  return 'ods'
}

/** Old Office documents and protected new ones share a container; the names of its streams tell them apart. */
function compoundWorkbook(bytes: Buffer): Buffer {
  const has = (name: string) => bytes.includes(Buffer.from(`${name}\0`, 'utf16le'))
  if (has('EncryptedPackage') || has('EncryptionInfo'))
    throw new WorkbookRefused('It is protected with a password. Open it in Excel and save it without one.')
  if (has('WordDocument') || has('PowerPoint Document'))
    throw new WorkbookRefused('It is a document of Word or PowerPoint, not a workbook. Save the list as .xlsx or CSV.')
  return bytes
}

function headOf(file: string): Buffer {
  const fd = openSync(file, 'r')
  try {
    const head = Buffer.alloc(headBytes)
    return head.subarray(0, readSync(fd, head, 0, headBytes, 0))
  } finally {
    closeSync(fd)
  }
}
