/** Who is asking is a matter of the domain, which proves it; the doors carry the answer. */
export { actorOf, anonymous, type By, type Caller, type Door, doorOf } from '../../domain/authorization/caller.ts'
export { isFresh, may, scopesOf } from '../../domain/authorization/scopes.ts'
export { viewSession } from '../../domain/sign-in/session.view.ts'
