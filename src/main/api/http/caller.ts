/** The domain proves who is calling; the transports carry the result. */
export {
  actorOf,
  anonymous,
  type Authorship,
  type Caller,
  type Channel,
  channelOf,
} from '../../domain/authorization/caller.ts'
export { isPermitted } from '../../domain/authorization/scopes.ts'
export { viewSession } from '../../domain/sign-in/session.view.ts'
