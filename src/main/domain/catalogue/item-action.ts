/** What is asked for, about one item. The identity-governance API shows suspend as remove and restore as add. */
const actions = ['add', 'change', 'remove', 'suspend', 'restore'] as const
export type Action = (typeof actions)[number]
export const takesAway = (action: Action): boolean => action === 'remove' || action === 'suspend'
