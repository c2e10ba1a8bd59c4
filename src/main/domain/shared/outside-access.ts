import { DomainError } from './errors.ts'

/** Everything by which a workspace reaches beyond its own data directory, as it is told to whoever may not. */
const outsideActions = {
  'watch-folder': 'watches no folder but its own',
  'configure-mail': 'has no mail server',
  'send-mail': 'sends no mail',
  'configure-webhooks': 'has no webhooks',
  'send-webhooks': 'sends nothing to webhooks',
  'keep-sign-in': 'keeps nothing in the key store of this machine',
} as const
export type OutsideAction = keyof typeof outsideActions

/**
 * Whether this workspace may reach outside, asked by each use case that does. Whoever signs in anywhere may be the owner of
 * the sample workspace, so there it does not matter who asks, or by which API: nothing outside its data directory is
 * watched, read, written or called.
 */
export interface OutsideAccess {
  allows(action: OutsideAction): boolean
  /** @throws DomainError `forbidden` */
  require(action: OutsideAction): void
  /** Whether a folder may be watched: any, or one of its own. */
  allowsFolder(path: string): boolean
}

/** Of a workspace with real data. */
export const anyOutsideAccess: OutsideAccess = {
  allows: () => true,
  require: () => undefined,
  allowsFolder: () => true,
}

/**
 * Of the sample workspace.
 * @param isOwn whether a path, with its links followed, lies in the data directory
 */
export const noOutsideAccess = (isOwn: (path: string) => boolean): OutsideAccess => ({
  allows: () => false,
  require: (action) => {
    throw new DomainError('forbidden', outsideWords(action))
  },
  allowsFolder: isOwn,
})

/** Why the sample workspace does not do it. */
export const outsideWords = (action: OutsideAction): string =>
  `This is the sample workspace: it ${outsideActions[action]}. It touches nothing outside itself, whoever is signed in.`
