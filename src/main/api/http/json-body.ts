import type { ApiProblem } from './problem.ts'
import { limits } from './limits.ts'

export type JsonBody = { readonly value: unknown } | { readonly refusal: ApiProblem }

export const bodyTooLarge = (limit: number): ApiProblem => ({
  status: 413,
  code: 'body-too-large',
  title: 'The body is too large.',
  detail: `At most ${limit} bytes are accepted here.`,
})

const notJson: ApiProblem = {
  status: 400,
  code: 'malformed-json',
  title: 'The body is not valid JSON.',
  detail: 'It must be one JSON value in UTF-8 and nothing after it.',
}
const tooDeep: ApiProblem = {
  status: 400,
  code: 'json-too-deep',
  title: 'The body is nested too deeply.',
  detail: `At most ${limits.jsonDepth} levels are accepted.`,
}

const halfCharacter: ApiProblem = {
  status: 400,
  code: 'half-a-character',
  title: 'The body holds half of a character.',
  detail: 'A \\u escape from d800 to dfff means something only as one of a pair, high before low.',
}

/**
 * Reads a JSON body within the limits of A24, whatever the length header claims. An empty body is `undefined`.
 * The depth is counted on the text, before anything is built from it.
 */
export async function readJson(request: Request, limit: number = limits.json): Promise<JsonBody> {
  const text = await readText(request, limit)
  if (text === 'too-large') return { refusal: bodyTooLarge(limit) }
  if (text === 'not UTF-8') return { refusal: notJson }
  if (text.text === '') return { value: undefined }
  if (depth(text.text) > limits.jsonDepth) return { refusal: tooDeep }
  try {
    const value = JSON.parse(text.text) as unknown
    // UTF-8 holds no half of a character: only an escape writes one. It could be neither stored nor signed.
    if (/\\u[dD][89a-fA-F]/.test(text.text) && !isWellFormed(value)) return { refusal: halfCharacter }
    return { value }
  } catch {
    return { refusal: notJson }
  }
}

/** Whether every text in a value, the names in its objects too, consists of whole characters. */
function isWellFormed(value: unknown): boolean {
  if (typeof value === 'string') return value.isWellFormed()
  if (typeof value !== 'object' || value === null) return true
  if (Array.isArray(value)) return value.every(isWellFormed)
  return Object.entries(value).every(([name, member]) => name.isWellFormed() && isWellFormed(member))
}

async function readText(request: Request, limit: number): Promise<{ text: string } | 'too-large' | 'not UTF-8'> {
  const declared = request.headers.get('content-length')
  if (declared !== null && Number(declared) > limit) return 'too-large'
  const bytes = declared === null ? await readAtMost(request.body, limit) : new Uint8Array(await request.arrayBuffer())
  if (bytes === null || bytes.byteLength > limit) return 'too-large'
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return 'not UTF-8'
  }
}

/** Chunked bodies have no length to trust, so they are counted as they come. Null when there is too much. */
async function readAtMost(body: ReadableStream<Uint8Array> | null, limit: number): Promise<Uint8Array | null> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.byteLength
    if (size > limit) return null
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** The deepest nesting of a JSON text; brackets inside strings do not count. */
export function depth(text: string): number {
  let now = 0
  let deepest = 0
  let inString = false
  for (let i = 0; i < text.length; i++) {
    const char = text.charCodeAt(i)
    if (inString) {
      if (char === backslash) i++
      else if (char === quote) inString = false
    } else if (char === quote) inString = true
    else if (char === openBrace || char === openBracket) deepest = Math.max(deepest, ++now)
    else if (char === closeBrace || char === closeBracket) now--
  }
  return deepest
}

const [quote, backslash, openBrace, closeBrace, openBracket, closeBracket] = [0x22, 0x5c, 0x7b, 0x7d, 0x5b, 0x5d]
