/** The rules that match an account to a person, in the order in which they apply. A person's choice overrides them all. */
export const matchRules = ['employee-number', 'user-name', 'email', 'name'] as const
export type MatchRule = (typeof matchRules)[number]
type MatchMethod = MatchRule | 'roster' | 'by-hand'

/** How a match came about, as a person reads it. */
export const matchWords: Record<MatchMethod, string> = {
  roster: 'from the HR roster',
  'employee-number': 'same employee number',
  'user-name': 'same user name',
  email: 'same e-mail address',
  name: 'same name, and only one person has it',
  'by-hand': 'chosen by hand',
}

/** @param method as it is stored; null for an account that was never matched */
export const wordsOfMethod = (method: string | null): string =>
  method === null ? '' : matchWords[method as MatchMethod]
