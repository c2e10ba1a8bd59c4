/** A cell that names a person or an account, as far as it can be believed. */
export interface KeyCell {
  /** Blank where the cell names nobody. */
  readonly value: string
  /** Why its text is not believed; null when it is, and for a blank. */
  readonly doubt: string | null
}

const scientific = /^[+-]?\d+(?:[.,]\d+)?e[+-]?\d+$/i
/** Excel keeps fifteen digits and writes zeros for the others. */
const zerosForDigits = /^\d{15}0+$/
const zeros = /^0+$/
const formulaError = /^#(?:N\/A|REF!|VALUE!|NAME\?|DIV\/0!|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA)$/i

/** Why the text of a cell is not what the system exported, and so names nobody; undefined when nothing speaks against it. */
export function damageOf(text: string): string | undefined {
  if (formulaError.test(text)) return `"${text}" is an error of a formula`
  if (scientific.test(text)) return `"${text}" is a number that a spreadsheet has shortened`
  if (text.length > 15 && zerosForDigits.test(text))
    return `"${text}" has lost its last digits: a spreadsheet keeps only 15`
  return undefined
}

/**
 * Reads cells that name somebody. A word that stands for nothing is blank: a hundred people with the number "N/A" have no
 * number, and are not one person.
 * @param placeholders the words, in any case
 */
export function keyCellReader(placeholders: readonly string[]): (text: string) => KeyCell {
  const words = new Set(placeholders.map((word) => word.trim().toLowerCase()))
  const longest = Math.max(0, ...[...words].map((word) => word.length))
  const zeroIsNothing = words.has('0')
  return (text) => {
    if (text === '') return blank
    if (text.length <= longest && words.has(text.toLowerCase())) return blank
    const first = text.charCodeAt(0)
    const startsLikeNumber = (first >= 0x30 && first <= 0x39) || first === 0x2b || first === 0x2d || first === 0x23
    if (!startsLikeNumber) return { value: text, doubt: null }
    if (zeroIsNothing && zeros.test(text)) return blank
    const damage = damageOf(text)
    return damage === undefined ? { value: text, doubt: null } : { value: '', doubt: damage }
  }
}

const blank: KeyCell = { value: '', doubt: null }
