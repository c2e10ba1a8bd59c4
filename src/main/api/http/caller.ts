/** The domain proves who is calling; the transports carry the result. */
export {
  actorOf,
  anonymous,
  type Authorship as By,
  type Caller,
  type Channel as Door,
  channelOf as doorOf,
} from '../../domain/authorization/caller.ts'
export { isStepUpFresh as isFresh, isPermitted as may, scopesOf } from '../../domain/authorization/scopes.ts'
export { viewSession } from '../../domain/sign-in/session.view.ts'
