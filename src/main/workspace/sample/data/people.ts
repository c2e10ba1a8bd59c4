import { branches, firstNames, lastNames, mailDomain, type Post, posts } from './words.ts'

export interface Employee {
  /** With its leading zeros. */
  readonly number: string
  readonly first: string
  readonly last: string
  readonly email: string
  readonly post: Post
  readonly branch: string
  /** Employee number; empty at the top, and where it got lost. */
  readonly manager: string
  readonly hired: string
  /** What their logins are made of; a new name leaves them as they were. */
  readonly login: string
}

/** Numbers between 0 and 1, the same ones every time (mulberry32). */
export function dice(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const plain = (text: string): string =>
  text.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll('ø', 'o').toLowerCase()

/** Everybody who works there in the first month, leaders before those they lead. */
export function staff(): Employee[] {
  const random = dice(20260430)
  const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
  const taken = new Set<string>()
  const people: Employee[] = []

  const hire = (post: Post, branch: string, manager: string): Employee => {
    let [first, last] = ['', '']
    do [first, last] = [pick(firstNames), pick(lastNames)]
    while (taken.has(plain(`${first[0]}${last}`)))
    const login = plain(`${first[0]}${last}`)
    taken.add(login)
    const number = String(101 + people.length * 3).padStart(5, '0')
    const year = 2004 + Math.floor(random() * 22)
    const hired = `${year}-${two(1 + Math.floor(random() * 12))}-${two(1 + Math.floor(random() * 28))}`
    const email = `${plain(first)}.${plain(last)}@${mailDomain}`
    const employee = { number, first, last, email, post, branch, manager, hired, login }
    people.push(employee)
    return employee
  }

  const head = 'Head Office'
  const leaders = new Map<string, string>()
  const top = (): string => people[0]?.number ?? ''
  for (const post of posts.filter(({ leads }) => leads)) leaders.set(post.department, hire(post, head, top()).number)
  const managers = new Map<string, string>()
  for (const post of posts.filter(({ leads, everyBranch }) => !leads && !everyBranch)) {
    for (let i = 0; i < post.count; i++) hire(post, head, leaders.get(post.department) ?? top())
  }
  for (const post of posts.filter(({ everyBranch }) => everyBranch)) {
    for (const branch of branches) {
      for (let i = 0; i < post.count; i++) {
        const boss = managers.get(branch) ?? leaders.get(post.department) ?? ''
        const { number } = hire(post, branch, boss)
        if (post.title === 'Branch Manager') managers.set(branch, number)
      }
    }
  }
  return people
}

const two = (n: number): string => String(n).padStart(2, '0')

/** The first one, not yet chosen for something else, who has a post. */
export function someone(people: readonly Employee[], title: string, nth = 0): Employee {
  const found = people.filter(({ post }) => post.title === title)[nth]
  if (!found) throw new Error(`the sample has no ${title} number ${nth}`)
  return found
}
