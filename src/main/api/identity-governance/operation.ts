import type { Participant } from '../../domain/sign-in/participant.ts'
import type { Authorship } from '../http/caller.ts'
import type { FieldNames } from '../http/field-names.ts'
import type { Services } from '../http/services.ts'
import type { Json } from '../../domain/shared/canonical-json.ts'
import type { Listed, Resource } from './crest/envelope.ts'
import type { CrestQuery } from './crest/query.ts'

/** The administrators that the contract names (A.0), each a right that a user, a role or a token has. */
export const rights = {
  arAdmin: 'requests:manage',
  glossaryAdmin: 'catalogue:write',
  reviewAdmin: 'policies:manage',
  idmAdmin: 'repository:manage',
} as const
type Right = keyof typeof rights

/**
 * `anybody` is everybody who is proved and has to do with requests: every person, and a token with a scope of them;
 * `signed in` any who is proved; `nobody` needs no credential. Finer rules are the domain's.
 */
export type OperationAccess = 'nobody' | 'signed-in' | 'anybody' | readonly Right[]

export interface Call {
  readonly services: Services
  readonly by: Authorship
  readonly participant: Participant
  readonly params: Readonly<Record<string, string>>
  readonly query: CrestQuery
  readonly body: Json
  readonly headers: Headers
  readonly fieldNames: FieldNames
  /** The address of the collection, for `Location`. */
  readonly path: string
}

export type Answer = { readonly list: Listed } | { readonly body: Resource; readonly status?: 200 | 201 }

/** One operation of the contract. */
export interface Operation {
  /** Its numbers in the table of the contract (A.2); none for those of the same family that the table leaves out. */
  readonly entries: readonly number[]
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Relative to `/openidm/`; `:id` is one segment, `:id+` one or more. */
  readonly path: string
  /** Only with this `_action`, in any of its spellings; `*` takes any; absent takes none, and `create`. */
  readonly action?: readonly string[] | '*'
  /** Its action may be spelled without the underscore. */
  readonly plainAction?: true
  readonly access: OperationAccess
  /** What its content calls the fields that the domain names otherwise. */
  readonly fieldNames?: FieldNames
  /** A list that `_queryFilter` narrows. Everywhere else a filter is refused: a list that ignored it would answer with strangers. */
  readonly readsFilter?: true
  /** Its content may not be empty. */
  readonly needsBody?: true
  /** Its content carries a file as base64; everywhere else it is at most a mebibyte. */
  readonly carriesFile?: true
  handle(call: Call): Answer | Promise<Answer>
}
