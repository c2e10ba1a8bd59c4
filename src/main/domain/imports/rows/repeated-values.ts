import type { ExtractField, FileGroup } from '../../../../contract/applications.ts'
import { fold } from '../../applications/fold.ts'
import type { ColumnIndex, Fields } from './cells.ts'
import type { Row } from './row.ts'

/** They belong to one account: a row that names another one does not take them from above. */
const ofOneAccount: readonly ExtractField[] = [
  'fullName',
  'firstName',
  'lastName',
  'email',
  'employeeId',
  'active',
  'locked',
  'lastLogin',
  'passwordChanged',
]

interface RepeatedColumn {
  readonly name: string
  readonly at: number
  readonly isOfOneAccount: boolean
  readonly isFilter: boolean
}

/**
 * Repeats values from the row above where a cell is blank. It is the one rule for which the order of rows matters, so it
 * stops at every row that may stand between two blocks: what can't be read might have named somebody else.
 */
export class RepeatedValues {
  readonly #columns: readonly RepeatedColumn[]
  readonly #width: number
  /** Where the account is named. */
  readonly #names: number
  /** The values that count, column by column; undefined where none does. */
  readonly #above: (string | undefined)[]
  /** The line that broke the repetition; null where nothing stood above. */
  #brokenBy: number | null = null
  #missing: string | undefined

  constructor(group: FileGroup, header: readonly string[], columnOf: ColumnIndex) {
    const folded = (columns: readonly (string | undefined)[]) => new Set(columns.map((column) => fold(column ?? '')))
    const own = folded(ofOneAccount.map((field) => group.columns[field]))
    const filters = folded(group.filters.map(({ column }) => column))
    this.#columns = group.fillDown.map((name) => ({
      name,
      at: columnOf.get(fold(name)) ?? -1,
      isOfOneAccount: own.has(fold(name)),
      isFilter: filters.has(fold(name)),
    }))
    this.#width = header.length
    const user = group.columns.userName ?? group.columns.employeeId
    this.#names = this.#columns.find(({ name }) => fold(name) === fold(user ?? ''))?.at ?? -1
    this.#above = this.#columns.map(() => undefined)
  }

  /** Before the first row of a file. */
  begin(): void {
    this.#above.fill(undefined)
    this.#brokenBy = null
  }

  /** The fields of a row with what stands above in their blank cells. A row of another width is left as it is. */
  fill(fields: Fields): Fields {
    this.#missing = undefined
    if (fields.length !== this.#width) return fields
    const filled = [...fields]
    const written = (at: number) => (fields[at] ?? '').trim()
    const user = this.#columns.findIndex(({ at }) => at === this.#names)
    const isAnother = user !== -1 && written(this.#names) !== '' && written(this.#names) !== this.#above[user]
    this.#columns.forEach(({ name, at, isOfOneAccount }, place) => {
      if (written(at) !== '' || (isAnother && isOfOneAccount && at !== this.#names)) return
      const above = this.#above[place]
      if (above === undefined) this.#missing ??= name
      else filled[at] = above
    })
    return filled
  }

  /**
   * Judges a row that was read with what `fill` put into it, and takes its values for the rows below.
   * @param fields as they are written; @param filled as `fill` returned them
   */
  settle(
    row: Row,
    { fields, filled, line }: { readonly fields: Fields; readonly filled: Fields; readonly line: number },
  ): Row {
    const judged = this.#judge(row, fields)
    if (this.#breaks(judged, fields)) this.interrupt(line)
    else
      this.#columns.forEach(({ at }, place) => {
        const value = (filled[at] ?? '').trim()
        // A blank that was not filled has nothing to repeat.
        this.#above[place] = value === '' && this.#above[place] === undefined ? undefined : value
      })
    return judged
  }

  /** Nothing below a row that can't be read is known to belong to the row above it. */
  interrupt(line: number): void {
    this.#above.fill(undefined)
    this.#brokenBy = line
  }

  #judge(row: Row, fields: Fields): Row {
    if (row.kind === 'ignored') return row
    const title = this.#titleIn(fields)
    if (title !== undefined)
      return {
        kind: 'unreadable',
        reason: `It looks like a title: "${title}" stands alone in it. What follows is not taken to belong to the rows above.`,
        whose: null,
      }
    // The quote of a broken row may close in the next blank cell: the name would be all the rows between.
    if (/[\r\n]/.test((fields[this.#names] ?? '').trim()))
      return { kind: 'unreadable', reason: 'The cell that names the account holds a line break.', whose: null }
    if (this.#missing === undefined) return row
    const why =
      this.#brokenBy === null ? 'no row above has a value' : `line ${this.#brokenBy} above it could not be read`
    const whose = row.kind === 'facts' ? { userName: row.userName, isSure: true } : row.whose
    return { kind: 'unreadable', reason: `"${this.#missing}" is blank, and ${why}.`, whose }
  }

  /** A text of several words that stands alone in a row, in a column that is repeated: it names a block, and no account. */
  #titleIn(fields: Fields): string | undefined {
    if (fields.length < 3) return undefined
    const written = fields.filter((cell) => cell.trim() !== '')
    const [only = ''] = written
    if (written.length !== 1 || !/[\s:]/.test(only.trim())) return undefined
    return this.#columns.some(({ at }) => fields[at] === only) ? only.trim() : undefined
  }

  #breaks(row: Row, fields: Fields): boolean {
    if (fields.length !== this.#width) return true
    // An ignored row may be a title: it is one where the filter may have looked at the repeated column itself.
    if (row.kind === 'ignored') return this.#columns.some(({ at, isFilter }) => isFilter && fields[at]?.trim() !== '')
    return row.kind === 'unreadable' && !row.whose?.isSure
  }
}
