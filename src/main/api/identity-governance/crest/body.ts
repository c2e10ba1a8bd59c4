import type { Json } from '../../../domain/shared/canonical-json.ts'
import { bodyTooLarge, readJson } from '../../http/json-body.ts'
import { limits } from '../../http/limits.ts'
import { badRequest, CrestError, fromProblem } from './error.ts'

export type JsonObject = { readonly [key: string]: Json }

/**
 * Reads the body of a call. An empty one is `{}` where the call needs none.
 * @throws CrestError 400 for what is no JSON, 413 when it is too large
 */
export async function readBody(
  request: Request,
  { needsBody = false, carriesFile = false }: { readonly needsBody?: boolean; readonly carriesFile?: boolean },
): Promise<Json> {
  const read = await readJson(request, carriesFile ? limits.openidmJson : limits.json)
  if ('refusal' in read) throw fromProblem(read.refusal)
  if (read.value === undefined) {
    if (needsBody) throw badRequest('The request has no content.')
    return {}
  }
  if (carriesFile && sizeWithoutFiles(read.value) > limits.json) throw fromProblem(bodyTooLarge(limits.json))
  return read.value as Json
}

/** In bytes; the contents of files have a limit of their own, which is a setting. */
const sizeWithoutFiles = (body: unknown): number =>
  Buffer.byteLength(JSON.stringify(body, (_, value: unknown) => (isFile(value) ? { ...value, content: '' } : value)))

const isFile = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && 'fileName' in value && 'content' in value

export const isObject = (value: Json): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function asObject(body: Json): JsonObject {
  if (!isObject(body)) throw badRequest('The content must be a JSON object.')
  return body
}

/** Of a list that a body holds. What is done for each is done before anybody else is answered. */
const most = 1000
/** Of a text in characters, as `/v1` takes comments. */
const longest = 4000

/** Collects all problems of a body, so that they are reported together. */
export class Fields {
  readonly #body: JsonObject
  readonly #wrong = new Map<string, string>()

  constructor(body: JsonObject) {
    this.#body = body
  }

  /** A text that must be there. */
  text(field: string): string {
    const value = this.#body[field]
    if (typeof value === 'string' && value !== '') return this.short(field, value) ?? ''
    this.#say(field, value === undefined || value === '' ? 'is required' : 'must be text')
    return ''
  }

  /** @param characters at most */
  textOr<T>(field: string, absent: T, characters: number = longest): string | T {
    const value = this.#body[field]
    if (value === undefined || value === null) return absent
    if (typeof value === 'string') return this.short(field, value, characters) ?? absent
    this.#say(field, 'must be text')
    return absent
  }

  /** @param count at most: judged before anything is done for one of them */
  texts(field: string, required: boolean, count: number = most): readonly string[] {
    const value = this.#body[field]
    if (value === undefined && !required) return []
    if (this.#isTooLong(field, value, count)) return []
    if (
      Array.isArray(value) &&
      value.every((element): element is string => typeof element === 'string' && element !== '')
    ) {
      if (value.some((element) => element.length > longest))
        this.#say(field, `must be texts of at most ${longest} characters`)
      if (value.length > 0 || !required) return value
    }
    this.#say(field, value === undefined ? 'is required' : `must be ${required ? 'a non-empty' : 'an'} array of ids`)
    return []
  }

  flag(field: string, absent: boolean): boolean {
    const value = this.#body[field]
    if (value === undefined || value === null) return absent
    if (typeof value === 'boolean') return value
    if (value === 'true' || value === 'false') return value === 'true'
    this.#say(field, 'must be true or false')
    return absent
  }

  objects(field: string): readonly JsonObject[] {
    const value = this.#body[field]
    if (this.#isTooLong(field, value, most)) return []
    if (Array.isArray(value) && value.every(isObject)) return value
    this.#say(field, value === undefined ? 'is required' : 'must be an array of objects')
    return []
  }

  value(field: string): Json | undefined {
    return this.#body[field]
  }

  /** Of each field the first thing that is wrong: what follows from it says nothing new. */
  #say(field: string, message: string): void {
    if (!this.#wrong.has(field)) this.#wrong.set(field, message)
  }

  /** A text within its maximum length; reports a longer one and returns undefined. */
  short(field: string, value: string, characters: number = longest): string | undefined {
    if (value.length <= characters) return value
    this.#say(field, `must be at most ${characters} characters`)
    return undefined
  }

  #isTooLong(field: string, value: Json | undefined, count: number): boolean {
    if (!Array.isArray(value) || value.length <= count) return false
    this.#say(field, `must be at most ${count} at once`)
    return true
  }

  wrong(field: string, message: string): void {
    this.#say(field, message)
  }

  /** @throws CrestError 400 with everything that was wrong */
  check(): void {
    if (this.#wrong.size === 0) return
    const errors = [...this.#wrong].map(([field, message]) => ({ field, message }))
    const words = errors.map(({ field, message }) => `${field} ${message}`).join('; ')
    throw new CrestError(400, `The content is not valid: ${words}.`, { detail: { errors } })
  }
}
