/** The rules that find out whose account it is, in the order in which they are asked. A person's choice beats them all. */
export const matchRules = ['employee-number', 'user-name', 'email', 'name'] as const
export type MatchRule = (typeof matchRules)[number]
export type MatchMethod = MatchRule | 'roster' | 'by-hand'

/** How a match came about, as a person reads it. */
export const matchWords: Record<MatchMethod, string> = {
  roster: 'from the HR roster',
  'employee-number': 'same employee number',
  'user-name': 'same user name',
  email: 'same e-mail address',
  name: 'same name, and only one person has it',
  'by-hand': 'chosen by hand',
}
