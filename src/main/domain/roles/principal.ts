/** Who can be asked to do something: one person, or everybody with a role. */
export type Principal =
  | { readonly kind: 'identity'; readonly id: number }
  | { readonly kind: 'role'; readonly id: number }

export const personPrincipal = (id: number): Principal => ({ kind: 'identity', id })
export const rolePrincipal = (id: number): Principal => ({ kind: 'role', id })

export const samePrincipal = (a: Principal, b: Principal): boolean => a.kind === b.kind && a.id === b.id

/** The two columns in which a table keeps a principal; both null means nobody. */
interface PrincipalColumns {
  readonly identity: number | null
  readonly role: number | null
}

export const toColumns = (principal: Principal | null): PrincipalColumns => ({
  identity: principal?.kind === 'identity' ? principal.id : null,
  role: principal?.kind === 'role' ? principal.id : null,
})

export function fromColumns(identity: number | null, role: number | null): Principal | null {
  if (identity !== null) return personPrincipal(identity)
  return role === null ? null : rolePrincipal(role)
}
