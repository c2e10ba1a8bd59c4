/** Who is asking is a matter of the domain, which proves it; the doors carry the answer. */
export { actorOf, anonymous, type Caller, type Door } from '../domain/users/caller.ts'
export { isFresh, may, scopesOf } from '../domain/users/roles.ts'
