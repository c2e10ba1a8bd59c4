export interface Match {
  score: number
  /** Places of the matched letters in the title. */
  places: readonly number[]
}

const bare = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase()
const isStart = (text: string, place: number) => place === 0 || /[\s\-/_.(]/.test(text[place - 1] ?? '')

/** How well the letters of a query are found, in order, in a text. Starts of words and runs count most. */
export function match(query: string, text: string): Match | undefined {
  const wanted = bare(query).replace(/\s+/g, '')
  const inside = bare(text)
  if (wanted === '') return { score: 0, places: [] }
  // A run of the whole query beats letters found here and there.
  const phrase = bare(query).trim()
  let whole = inside.indexOf(phrase)
  while (whole > 0 && !isStart(inside, whole)) {
    const next = inside.indexOf(phrase, whole + 1)
    if (next < 0) break
    whole = next
  }
  if (whole >= 0) {
    const score = 100 + (isStart(inside, whole) ? 40 : 0) + (whole === 0 ? 20 : 0) - inside.length / 100
    return { score, places: Array.from(phrase, (_, place) => whole + place) }
  }
  return scattered(wanted, inside)
}

function scattered(wanted: string, inside: string): Match | undefined {
  const places: number[] = []
  let score = 0
  let from = 0
  for (const letter of wanted) {
    const next = inside.indexOf(letter, from)
    if (next < 0) return
    const start = startAfter(letter, inside, from)
    // Continuing a run, then the start of a word, then anywhere.
    const place = next === from && places.length > 0 ? next : (start ?? next)
    if (place === from && places.length > 0) score += 6
    else if (isStart(inside, place)) score += 5
    else score -= Math.min(4, place - from)
    places.push(place)
    from = place + 1
  }
  return score < 0 && wanted.length > 2 ? undefined : { score: score - inside.length / 100, places }
}

function startAfter(letter: string, inside: string, from: number): number | undefined {
  for (let place = inside.indexOf(letter, from); place >= 0; place = inside.indexOf(letter, place + 1)) {
    if (isStart(inside, place)) return place
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

/** The best items for a query. With no query: the recent first, then as given. */
export function rank<T extends Findable>(
  query: string,
  items: readonly T[],
  recent: readonly string[] = [],
  most = 50,
): Ranked<T>[] {
  const recency = new Map(recent.map((id, place) => [id, recent.length - place]))
  const scored: (Ranked<T> & { score: number })[] = []
  for (const item of items) {
    const found = match(query, item.title)
    // A word that is not in the title finds the item too, but a title found as well comes first.
    const byWord = found ? undefined : best(query, item.keywords)
    if (!found && byWord === undefined) continue
    const score = (found?.score ?? (byWord ?? 0) - 30) + (recency.get(item.id) ?? 0) * (query.trim() === '' ? 1000 : 1)
    scored.push({ item, places: found?.places ?? [], score })
  }
  // Array.sort is stable: equals keep the order they were registered in.
  return scored.sort((a, b) => b.score - a.score).slice(0, most)
}

function best(query: string, keywords: readonly string[] = []): number | undefined {
  const scores = keywords.map((word) => match(query, word)?.score).filter((score) => score !== undefined)
  return scores.length > 0 ? Math.max(...scores) : undefined
}
