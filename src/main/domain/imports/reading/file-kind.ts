/** How many of the first bytes are looked at. */
export const headBytes = 8 * 1024

/**
 * What a file is by its first bytes, whatever its name says. `text` is read as it is; `packed` is for the converter, which
 * knows the kinds of archives and workbooks; the rest is refused, each kind with what to do about it.
 */
export type FileKind =
  | { readonly kind: 'text' }
  | { readonly kind: 'packed'; readonly as: 'zip' | 'compound' | 'gzip' | 'old-sheet' }
  | { readonly kind: 'refused'; readonly why: string }

const packed = {
  zip: ['504b0304', '504b0506', '504b0708'],
  compound: ['d0cf11e0a1b11ae1'],
  gzip: ['1f8b'],
  // Excel before version 5 wrote its records without a container.
  'old-sheet': ['0900040002', '0902060000', '0904060000'],
} as const

const save = 'Save it as an Excel workbook (.xlsx) or as CSV text.'
const unpack = 'Unpack it, or pack it as .zip or .gz with one file.'

/** First bytes in hexadecimal, and what they mean for the person who sent the file. */
const signatures: readonly (readonly [hex: string, why: string])[] = [
  ['255044462d', `It is a PDF document, which holds drawn pages and no rows. Export the list as .xlsx or CSV instead.`],
  ['377abcaf271c', `It is a 7-Zip archive. ${unpack}`],
  ['526172211a07', `It is a RAR archive. ${unpack}`],
  ['425a68', `It is a bzip2 archive. ${unpack}`],
  ['fd377a585a00', `It is an XZ archive. ${unpack}`],
  ['28b52ffd', `It is a Zstandard archive. ${unpack}`],
  ['1f9d', `It is a compressed file (.Z). ${unpack}`],
  ['7b5c727466', `It is a word-processing document (RTF). ${save}`],
  ['89504e470d0a1a0a', 'It is a picture. Export the list itself as .xlsx or CSV.'],
  ['ffd8ff', 'It is a picture. Export the list itself as .xlsx or CSV.'],
  ['49492a00', 'It is a picture. Export the list itself as .xlsx or CSV.'],
  ['53514c69746520666f726d6174203300', 'It is a database (SQLite). Export the table as CSV.'],
  ['000100005374616e64617264', 'It is a database (Access). Export the table as .xlsx or CSV.'],
  ['50415231', 'It is a Parquet file. Export the table as CSV.'],
  ['4d5a', 'It is a program, not an extract.'],
  ['7f454c46', 'It is a program, not an extract.'],
]

const html = /^(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]*?-->\s*)?<(?:!doctype\s+html|html|head|body|meta|table|style)\b/i
const spreadsheetXml = /urn:schemas-microsoft-com:office:spreadsheet|progid="Excel\.Sheet"/i

/** @param head the first bytes, at most `headBytes` are looked at */
export function kindOf(head: Buffer): FileKind {
  const hex = head.subarray(0, 16).toString('hex')
  for (const [as, marks] of Object.entries(packed) as [keyof typeof packed, readonly string[]][])
    if (marks.some((mark) => hex.startsWith(mark))) return { kind: 'packed', as }
  const known = signatures.find(([mark]) => hex.startsWith(mark) && isNotWords(mark, head))
  if (known) return { kind: 'refused', why: known[1] }
  const why = markedUp(textOf(head).trimStart())
  return why === undefined ? { kind: 'text' } : { kind: 'refused', why }
}

/** A short mark of letters may begin an ordinary header as well, such as MZ or BZh: binary files hold NUL bytes soon after. */
const isNotWords = (mark: string, head: Buffer): boolean => mark.length > 8 || head.subarray(0, 512).includes(0)

function markedUp(text: string): string | undefined {
  if (html.test(text))
    return `It is a web page, though its name may say otherwise. Open it in Excel and save it as .xlsx, or export CSV.`
  if (/^MIME-Version:/i.test(text))
    return `It is a saved web page. Open it in Excel and save it as .xlsx, or export CSV.`
  if (text.startsWith('-----BEGIN PGP MESSAGE-----')) return 'It is encrypted (PGP). Decrypt it first.'
  if (!/^(?:<\?xml|<(?:ss:)?Workbook)\b/i.test(text)) return undefined
  return spreadsheetXml.test(text)
    ? 'It is a workbook in the XML format of Excel 2003. Open it in Excel and save it as .xlsx, or export CSV.'
    : 'It is an XML document. Export the list as .xlsx or CSV.'
}

function textOf(head: Buffer): string {
  const bytes = head.subarray(0, headBytes)
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return bytes.toString('utf16le', 2)
  if (bytes[0] === 0xfe && bytes[1] === 0xff)
    return Buffer.from(bytes.subarray(2, bytes.length & ~1))
      .swap16()
      .toString('utf16le')
  return bytes.toString('latin1', bytes[0] === 0xef && bytes[1] === 0xbb ? 3 : 0)
}
