/** Who is asking is a matter of the domain, which proves it; the doors carry the answer. */
export { actorOf, anonymous, type By, type Caller, type Door, doorOf } from '../domain/users/caller.ts'
export { isFresh, may, scopesOf } from '../domain/users/roles.ts'
export { viewSession } from '../domain/users/session.view.ts'
