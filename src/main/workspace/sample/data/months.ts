import { type Employee, someone, staff } from './people.ts'
import { mailDomain, posts } from './words.ts'

/** What the systems know at the end of a month: the roster, and who has accounts where. */
export interface Month {
  readonly roster: readonly Employee[]
  /** People whose accounts the applications still have, whatever the roster says. */
  readonly accounts: readonly Employee[]
}

/**
 * Three months at the credit union. What is wrong in them is what goes wrong in real ones: people who left keep accounts,
 * people who moved keep what they had, a manager leaves and nobody is told who follows.
 */
export function threeMonths(): readonly [Month, Month, Month] {
  const april = staff()

  // He left in March; his accounts did not.
  const goneBefore: Employee = {
    ...someone(april, 'Wire Specialist'),
    number: '00098',
    first: 'Robert',
    last: 'Keane',
    email: `robert.keane@${mailDomain}`,
    login: 'rkeane',
  }

  const [wireLeaver, tellerLeaver, agentLeaver] = [
    someone(april, 'Wire Specialist', 3),
    someone(april, 'Teller', 20),
    someone(april, 'Contact Center Agent', 7),
  ]
  const managerLeaver = someone(april, 'Branch Manager', 4)
  const [mover, bride] = [someone(april, 'Teller', 5), someone(april, 'Loan Officer', 2)]
  const left = new Set([wireLeaver, tellerLeaver, agentLeaver, managerLeaver].map(({ number }) => number))
  const loanOfficer = posts.find(({ title }) => title === 'Loan Officer') ?? mover.post
  const moved: Employee = { ...mover, post: loanOfficer, branch: 'Head Office', manager: bride.manager }
  const renamed: Employee = {
    ...bride,
    last: `${bride.last}-Winter`,
    email: bride.email.replace('@', '-winter@'),
  }
  const instead = (one: Employee): Employee =>
    one.number === moved.number ? moved : one.number === renamed.number ? renamed : one
  const may = [
    ...april.filter(({ number }) => !left.has(number)).map(instead),
    newcomer(april, 'Teller', 1, '01101'),
    newcomer(april, 'Teller', 2, '01104'),
    newcomer(april, 'Contact Center Agent', 3, '01107'),
    newcomer(april, 'Accountant', 4, '01110'),
    newcomer(april, 'Underwriter', 5, '01113'),
  ]

  const juneLeavers = new Set([someone(april, 'Loan Processor', 1).number, someone(april, 'Collector', 2).number])
  const june = [
    ...may.filter(({ number }) => !juneLeavers.has(number)),
    newcomer(april, 'Loan Officer', 6, '01116'),
    newcomer(april, 'Support Technician', 7, '01119'),
  ]

  return [
    { roster: april, accounts: [...april, goneBefore] },
    // The wire specialist's accounts outlive him, like Robert Keane's.
    { roster: may, accounts: [...may, goneBefore, wireLeaver] },
    { roster: june, accounts: [...june, goneBefore, wireLeaver] },
  ]
}

const newNames = [
  ['Noor', 'Haddad'],
  ['Ellis', 'Thorne'],
  ['Marisol', 'Peñaloza'],
  ['Dmitri', 'Volkov'],
  ['Saoirse', 'Quigley'],
  ['Anselm', 'Okonkwo'],
  ['Beatriz', 'Fonseca'],
] as const

function newcomer(people: readonly Employee[], title: string, nth: number, number: string): Employee {
  const like = someone(people, title, nth)
  const [first, last] = newNames[nth - 1] ?? ['New', 'Person']
  const ascii = `${first}.${last}`.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()
  const login = `${ascii[0]}${ascii.split('.')[1]}`
  return { ...like, number, first, last, email: `${ascii}@${mailDomain}`, login, hired: '2026-05-04' }
}

/** People whose move left them with what they had before: by employee number, the group that they kept in core banking. */
export const keptAfterMove = (months: readonly Month[]): ReadonlyMap<string, string> => {
  const mover = someone(months[0]?.roster ?? [], 'Teller', 5)
  return new Map([[mover.number, 'Teller']])
}
