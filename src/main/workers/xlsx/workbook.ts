import { WorkbookRefused } from './gate.ts'
import { styleOf, type CellStyle } from './formats.ts'
import { attributeOf, unescaped, xmlReader } from './xml.ts'
import type { TakeBytes, ZipFile } from './zip.ts'

/** The parts of a workbook that are needed to read its cells. */
export interface Workbook {
  /** The sheets that a person sees, in their order, each with its archive entry. */
  readonly sheets: readonly { readonly name: string; readonly entry: string }[]
  readonly sharedStrings: readonly string[]
  /** Cell style → how its number is written. */
  readonly styles: readonly CellStyle[]
  /** Dates count from 1904 rather than 1900. */
  readonly from1904: boolean
  /** Its formulas are computed when it is opened: what stands there now may be what the writing program put in. */
  readonly computesOnLoad: boolean
}

interface SheetEntry {
  readonly name: string
  readonly relation: string
  readonly hidden: boolean
}

interface Relation {
  readonly type: string
  readonly target: string
}

/** What the workbook part says. */
interface WorkbookPart {
  readonly sheets: SheetEntry[]
  from1904: boolean
  computesOnLoad: boolean
}

/**
 * Reads everything but the cells. Which part is what, only the relations say: its name is the writer's choice.
 * @throws WorkbookRefused when it isn't a workbook with a visible sheet
 */
export function openWorkbook(zip: ZipFile): Workbook {
  const path = workbookPath(zip)
  const part: WorkbookPart = { sheets: [], from1904: false, computesOnLoad: false }
  readPart(zip, path, workbookReader(part))
  const relations = relationsOf(zip, path)
  const targetOf = (type: string) => [...relations.values()].find((relation) => relation.type === type)?.target
  const sharedStrings: string[] = []
  const styles: CellStyle[] = []
  readPart(zip, targetOf('sharedStrings') ?? besides(path, 'sharedStrings.xml'), stringReader(sharedStrings))
  readPart(zip, targetOf('styles') ?? besides(path, 'styles.xml'), styleReader(styles))
  const visible = part.sheets.filter(({ hidden, relation }) => !hidden && isWorksheet(relations.get(relation)))
  if (visible.length === 0) throw new WorkbookRefused('It has no visible sheet, or is no workbook. Save it as .xlsx.')
  const entryOf = (relation: string, at: number): string =>
    relations.get(relation)?.target ?? besides(path, `worksheets/sheet${at + 1}.xml`)
  return {
    sheets: visible.map(({ name, relation }, at) => ({ name, entry: entryOf(relation, at) })),
    sharedStrings,
    styles,
    from1904: part.from1904,
    computesOnLoad: part.computesOnLoad,
  }
}

/** Charts and dialogs are sheets too, without rows. */
const isWorksheet = (relation: Relation | undefined): boolean => relation === undefined || relation.type === 'worksheet'

function workbookPath(zip: ZipFile): string {
  const stated = [...relationsOf(zip, '').values()].find(({ type }) => type === 'officeDocument')?.target
  if (stated !== undefined && zip.find(stated)) return stated
  const typed = /PartName="\/([^"]+)"[^>]*ContentType="[^"]*spreadsheetml\.(?:sheet|template)\.main\+xml"/i.exec(
    zip.text('[Content_Types].xml') ?? '',
  )?.[1]
  return typed ?? 'xl/workbook.xml'
}

/** The relations of a part, by their id, with targets from the root. @param part '' for the package itself */
function relationsOf(zip: ZipFile, part: string): ReadonlyMap<string, Relation> {
  const relations = new Map<string, Relation>()
  const name = part.slice(part.lastIndexOf('/') + 1)
  const read = xmlReader({
    open(tag, attributes) {
      if (tag !== 'Relationship' || attributes['TargetMode'] === 'External') return
      const type = attributes['Type'] ?? ''
      relations.set(attributes['Id'] ?? '', {
        type: type.slice(type.lastIndexOf('/') + 1) || kindByName(attributes['Target'] ?? ''),
        target: besides(part, attributes['Target'] ?? ''),
      })
    },
  })
  readPart(zip, besides(part, `_rels/${name}.rels`), read)
  return relations
}

/** A relation should say its type. */
const kindByName = (target: string): string =>
  /worksheets\//.test(target) ? 'worksheet' : (/([^/]+)\.xml$/.exec(target)?.[1] ?? '')

/** A target as the part means it: from the root, or from where the part stands. */
function besides(part: string, target: string): string {
  if (target.startsWith('/')) return target.slice(1)
  const path = part.split('/').slice(0, -1)
  for (const step of target.split('/')) {
    if (step === '..') path.pop()
    else if (step !== '.') path.push(step)
  }
  return path.join('/')
}

function readPart(zip: ZipFile, name: string, take: TakeBytes): void {
  const entry = zip.find(name)
  if (entry) zip.read(entry, take)
}

const isOn = (value: string | undefined): boolean => value === '1' || value === 'true'

const workbookReader = (part: WorkbookPart): TakeBytes =>
  xmlReader({
    open(tag, attributes) {
      if (tag === 'workbookPr') part.from1904 = isOn(attributes['date1904'])
      else if (tag === 'calcPr') part.computesOnLoad = isOn(attributes['fullCalcOnLoad'])
      else if (tag === 'sheet') {
        const hidden = (attributes['state'] ?? 'visible') !== 'visible'
        part.sheets.push({ name: attributes['name'] ?? '', relation: relationId(attributes), hidden })
      }
    },
  })

const relationId = (attributes: Readonly<Record<string, string>>): string =>
  Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? ''

function stringReader(sharedStrings: string[]): TakeBytes {
  let string = ''
  let inPhonetic = false
  let inText = false
  return xmlReader({
    open(tag) {
      if (tag === 'si') string = ''
      else if (tag === 'rPh') inPhonetic = true
      else if (tag === 't') inText = true
    },
    text(text) {
      if (inText && !inPhonetic) string += text
    },
    close(tag) {
      if (tag === 'si') sharedStrings.push(unescaped(string))
      else if (tag === 'rPh') inPhonetic = false
      else if (tag === 't') inText = false
    },
  })
}

function styleReader(styles: CellStyle[]): TakeBytes {
  const formats = new Map<number, string>()
  let inCellFormats = false
  return xmlReader({
    open(tag, attributes) {
      if (tag === 'numFmt') formats.set(Number(attributeOf(attributes, 'numFmtId')), attributes['formatCode'] ?? '')
      if (tag === 'cellXfs') inCellFormats = true
      if (tag === 'xf' && inCellFormats) {
        const id = Number(attributes['numFmtId'] ?? 0)
        styles.push(styleOf(id, formats.get(id)))
      }
    },
    close(tag) {
      if (tag === 'cellXfs') inCellFormats = false
    },
  })
}
