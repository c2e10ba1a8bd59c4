import type { z } from 'zod'
import { type Scope, scopeNames } from '../../../contract/scopes.ts'
import type { Actor } from '../../domain/shared/actor.ts'
import type { FieldError } from '../../domain/shared/errors.ts'
import type { Caller } from './caller.ts'
import type { FieldNames } from './field-names.ts'
import type { Services } from './services.ts'

/**
 * Who may call a route. There is no default: a route says it, or it doesn't compile.
 * `public` needs no credential; `signed in` any proved caller; a scope what it says.
 */
type RouteAccess = 'public' | 'signed-in' | { readonly scope: Exclude<Scope, '*'> }

type Parsed<S> = S extends z.ZodType ? z.infer<S> : undefined

export interface RouteContext<P, Q, B> {
  readonly params: Parsed<P>
  readonly query: Parsed<Q>
  readonly body: Parsed<B>
  readonly request: Request
  readonly caller: Caller
  /** The caller as the audit log names them. */
  readonly actor: Actor
  readonly services: Services
}

export interface Answer {
  readonly body?: unknown
  readonly headers?: Readonly<Record<string, string>>
}

/** One operation: what it takes, who may call it, what it answers. The OpenAPI document is made from these. */
export interface Route<
  P extends z.ZodType | undefined = z.ZodType | undefined,
  Q extends z.ZodType | undefined = z.ZodType | undefined,
  B extends z.ZodType | undefined = z.ZodType | undefined,
> {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** As `/v1/imports/:id`. */
  readonly path: string
  readonly summary: string
  readonly access: RouteAccess
  readonly params?: P
  readonly query?: Q
  readonly body?: B
  /**
   * What else is wrong with a body that its schema refuses, so that one answer names everything. Fields as the domain
   * names them; those that the schema has refused already are passed over.
   */
  readonly alsoWrong?: (body: unknown, services: Services) => readonly FieldError[]
  /** What its body calls the fields that the domain names otherwise. */
  readonly fieldNames?: FieldNames
  /** Its answer holds a secret that is shown once, so it is never kept to be given again. */
  readonly revealsSecret?: true
  /** It answers 428 to a request without If-Match, and 412 when somebody else was faster. */
  readonly needsIfMatch?: true
  /** A person is asked for the password again, unless it was given in the last five minutes. */
  readonly needsStepUp?: true
  /** The request body is read by the handler as a stream, not parsed as JSON. */
  readonly rawBody?: string
  /** Status and schema of the good answer; null means that it has no body, or is a stream described by `produces`. */
  readonly answers: {
    readonly status: 200 | 201 | 202 | 204
    readonly schema: z.ZodType | null
    readonly produces?: string
  }
  handle(context: RouteContext<P, Q, B>): Answer | Response | Promise<Answer | Response>
}

/** Ties the types of one route together. */
export const route = <
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  definition: Route<P, Q, B>,
): Route => definition

/** Checks that a route declares who may call it, by a scope that exists. @throws Error */
export function assertAccessDeclared({ method, path, access }: Route): void {
  const isDeclared = access === 'public' || access === 'signed-in' || scopeNames.includes(access?.scope)
  if (!isDeclared) throw new Error(`${method} ${path} does not declare who may call it`)
}
