export interface Match {
  score: number
  /** Positions of the matched letters in the title. */
  marks: readonly number[]
}

const normalized = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
const isStart = (text: string, index: number) => index === 0 || /[\s\-/_.(]/.test(text[index - 1] ?? '')

/** Scores how well the letters of a query match a text, in order. Word starts and runs of letters score most. */
export function match(query: string, text: string): Match | undefined {
  const letters = normalized(query).replace(/\s+/g, '')
  const haystack = normalized(text)
  if (letters === '') return { score: 0, marks: [] }
  // A contiguous match of the whole query beats scattered letters.
  const phrase = normalized(query).trim()
  let whole = haystack.indexOf(phrase)
  while (whole > 0 && !isStart(haystack, whole)) {
    const next = haystack.indexOf(phrase, whole + 1)
    if (next < 0) break
    whole = next
  }
  if (whole >= 0) {
    const score = 100 + (isStart(haystack, whole) ? 40 : 0) + (whole === 0 ? 20 : 0) - haystack.length / 100
    return { score, marks: Array.from(phrase, (_, index) => whole + index) }
  }
  return scattered(letters, haystack)
}

function scattered(letters: string, haystack: string): Match | undefined {
  const marks: number[] = []
  let score = 0
  let from = 0
  for (const letter of letters) {
    const next = haystack.indexOf(letter, from)
    if (next < 0) return
    const start = startAfter(letter, haystack, from)
    // Prefer to continue a run, then the start of a word, then any position.
    const index = next === from && marks.length > 0 ? next : (start ?? next)
    if (index === from && marks.length > 0) score += 6
    else if (isStart(haystack, index)) score += 5
    else score -= Math.min(4, index - from)
    marks.push(index)
    from = index + 1
  }
  return score < 0 && letters.length > 2 ? undefined : { score: score - haystack.length / 100, marks }
}

function startAfter(letter: string, haystack: string, from: number): number | undefined {
  for (let index = haystack.indexOf(letter, from); index >= 0; index = haystack.indexOf(letter, index + 1)) {
    if (isStart(haystack, index)) return index
  }
  return
}

export interface Ranked<T> {
  item: T
  marks: readonly number[]
}

interface Findable {
  readonly id: string
  readonly title: string
  readonly keywords?: readonly string[]
}

/** Returns the best items for a query. Without a query: recent items first, then the given order. */
export function rank<T extends Findable>(
  query: string,
  items: readonly T[],
  recent: readonly string[] = [],
  most = 50,
): Ranked<T>[] {
  const recency = new Map(recent.map((id, index) => [id, recent.length - index]))
  const scored: (Ranked<T> & { score: number })[] = []
  for (const item of items) {
    const titleMatch = match(query, item.title)
    // A keyword also finds the item, but title matches rank higher.
    const keywordScore = titleMatch ? undefined : bestKeywordScore(query, item.keywords)
    if (!titleMatch && keywordScore === undefined) continue
    const score =
      (titleMatch?.score ?? (keywordScore ?? 0) - 30) + (recency.get(item.id) ?? 0) * (query.trim() === '' ? 1000 : 1)
    scored.push({ item, marks: titleMatch?.marks ?? [], score })
  }
  // Array.sort is stable, so equal scores keep the registration order.
  return scored.sort((a, b) => b.score - a.score).slice(0, most)
}

function bestKeywordScore(query: string, keywords: readonly string[] = []): number | undefined {
  const scores = keywords.map((word) => match(query, word)?.score).filter((score) => score !== undefined)
  return scores.length > 0 ? Math.max(...scores) : undefined
}
