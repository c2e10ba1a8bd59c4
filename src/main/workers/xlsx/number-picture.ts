/** One piece of a number format: a place for a digit, or text that is always shown. */
type Piece = { readonly place: '0' | '#' | '?' } | { readonly text: string }

/** How a format shows whole numbers: above zero, below it, and zero. */
export interface NumberPicture {
  readonly positive: readonly Piece[]
  readonly negative: readonly Piece[]
  readonly zero: readonly Piece[]
}

/** What only punctuates or scales a number: its value is the same without, and rules were written for the plain number. */
const punctuates = /[,.%]|E[+-]|[?0#]\s*\/\s*[?0#\d]|\[[<>=$]|general|@/i
const shown = /^[-+/():!^&'~{}<>= $€£¥]$/

/**
 * The picture of a number format that shows more than the number: filled-up zeros, or text before, behind and between its
 * digits, as in `00000`, `"E"00000` and `000-00-0000`. Undefined for every other format.
 */
export function numberPicture(code: string): NumberPicture | undefined {
  const sections = sectionsOf(code).slice(0, 3)
  const bare = sections.map((section) => section.replace(/"[^"]*"|\\./g, '').replace(/[_*]./g, ''))
  if (bare.some((section) => punctuates.test(section))) return undefined
  const [positive, negative, zero] = sections.map(piecesOf)
  if (!positive || !showsMore(positive)) return undefined
  return {
    positive,
    negative: negative ?? [{ text: '-' }, ...positive],
    zero: zero ?? positive,
  }
}

/** A whole number in the digits and the text of its picture. Digits without a place go before the first one. */
export function showNumber(value: number, picture: NumberPicture): string {
  const pieces = value === 0 ? picture.zero : value < 0 ? picture.negative : picture.positive
  const digits = value === 0 ? [] : BigInt(Math.abs(value)).toString().split('')
  let text = ''
  let places = pieces.filter((piece) => 'place' in piece).length
  for (const piece of pieces.toReversed()) {
    if ('text' in piece) {
      text = piece.text + text
      continue
    }
    places--
    const digit = digits.pop() ?? (piece.place === '0' ? '0' : piece.place === '?' ? ' ' : '')
    text = (places === 0 ? digits.splice(0).join('') : '') + digit + text
  }
  return text
}

function sectionsOf(code: string): string[] {
  const sections = ['']
  for (const [token] of code.matchAll(/"[^"]*"|\\[\s\S]|\[[^\]]*\]|[_*][\s\S]|[\s\S]/g)) {
    if (token === ';') sections.push('')
    // Colours and conditions in brackets show nothing.
    else if (!/^\[(?![<>=$])/.test(token)) sections[sections.length - 1] += token
  }
  return sections
}

function piecesOf(section: string): Piece[] | undefined {
  const pieces: Piece[] = []
  for (const [token] of section.matchAll(/"[^"]*"|\\[\s\S]|[_*][\s\S]|[\s\S]/g)) {
    if (token === '0' || token === '#' || token === '?') pieces.push({ place: token })
    else if (token.startsWith('"')) pieces.push({ text: token.slice(1, -1) })
    else if (token.startsWith('\\')) pieces.push({ text: token.slice(1) })
    else if (/^[_*]/.test(token)) continue
    else if (shown.test(token)) pieces.push({ text: token })
    else return undefined
  }
  return pieces
}

/** A single digit place without text shows the plain number. */
const showsMore = (pieces: readonly Piece[]): boolean =>
  pieces.filter((piece) => 'place' in piece && piece.place === '0').length > 1 ||
  (pieces.some((piece) => 'place' in piece) && pieces.some((piece) => 'text' in piece && /[^\s$€£¥]/.test(piece.text)))
