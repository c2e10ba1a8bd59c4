export interface Match {
  score: number
  /** Positions of the matched letters in the title. */
  places: readonly number[]
}

const normalized = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
const isStart = (text: string, place: number) => place === 0 || /[\s\-/_.(]/.test(text[place - 1] ?? '')

/** Scores how well the letters of a query match a text, in order. Word starts and runs of letters score most. */
export function match(query: string, text: string): Match | undefined {
  const letters = normalized(query).replace(/\s+/g, '')
  const haystack = normalized(text)
  if (letters === '') return { score: 0, places: [] }
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
    return { score, places: Array.from(phrase, (_, place) => whole + place) }
  }
  return scattered(letters, haystack)
}

function scattered(letters: string, haystack: string): Match | undefined {
  const places: number[] = []
  let score = 0
  let from = 0
  for (const letter of letters) {
    const next = haystack.indexOf(letter, from)
    if (next < 0) return
    const start = startAfter(letter, haystack, from)
    // Prefer to continue a run, then the start of a word, then any position.
    const place = next === from && places.length > 0 ? next : (start ?? next)
    if (place === from && places.length > 0) score += 6
    else if (isStart(haystack, place)) score += 5
    else score -= Math.min(4, place - from)
    places.push(place)
    from = place + 1
  }
  return score < 0 && letters.length > 2 ? undefined : { score: score - haystack.length / 100, places }
}

function startAfter(letter: string, haystack: string, from: number): number | undefined {
  for (let place = haystack.indexOf(letter, from); place >= 0; place = haystack.indexOf(letter, place + 1)) {
    if (isStart(haystack, place)) return place
  }
  return
}

export interface Ranked<T> {
  item: T
  places: readonly number[]
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
  const recency = new Map(recent.map((id, place) => [id, recent.length - place]))
  const scored: (Ranked<T> & { score: number })[] = []
  for (const item of items) {
    const titleMatch = match(query, item.title)
    // A keyword also finds the item, but title matches rank higher.
    const keywordScore = titleMatch ? undefined : bestKeywordScore(query, item.keywords)
    if (!titleMatch && keywordScore === undefined) continue
    const score =
      (titleMatch?.score ?? (keywordScore ?? 0) - 30) + (recency.get(item.id) ?? 0) * (query.trim() === '' ? 1000 : 1)
    scored.push({ item, places: titleMatch?.places ?? [], score })
  }
  // Array.sort is stable, so equal scores keep the registration order.
  return scored.sort((a, b) => b.score - a.score).slice(0, most)
}

function bestKeywordScore(query: string, keywords: readonly string[] = []): number | undefined {
  const scores = keywords.map((word) => match(query, word)?.score).filter((score) => score !== undefined)
  return scores.length > 0 ? Math.max(...scores) : undefined
}
