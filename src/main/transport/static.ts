import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { resolveAsset } from './asset-path.ts'
import { commonHeaders, pagePolicy } from './guards/response-headers.ts'
import { methodNotAllowed } from '../api/http/methods.ts'
import { problemResponse, type ApiProblem } from '../api/http/problem.ts'

/** The built page, served alike to the window and on the wire. */
export interface StaticFiles {
  respond(method: string, pathname: string): Promise<Response>
}

const notFound: ApiProblem = { status: 404, code: 'not-found', title: 'There is nothing at this address.' }
const notBuilt: ApiProblem = {
  status: 503,
  code: 'page-not-built',
  title: 'The window has not been built.',
  detail: 'Run "npm run build" and start again. The API works without it.',
}

/** Serves the bundle in a folder; the page gets a fresh nonce and its policy with every answer. */
export function serveStatic(folder: string): StaticFiles {
  return {
    async respond(method, pathname) {
      if (method !== 'GET' && method !== 'HEAD') return problemResponse(methodNotAllowed(['GET', 'HEAD']))
      const asset = resolveAsset(pathname)
      if (asset.kind === 'refused') return problemResponse({ ...notFound, status: asset.status })
      const response = asset.kind === 'page' ? await page(folder) : await file(folder, asset.file, asset.type)
      if (response === null) return problemResponse(asset.kind === 'page' ? notBuilt : notFound)
      return method === 'HEAD' ? new Response(null, { status: 200, headers: response.headers }) : response
    },
  }
}

async function page(folder: string): Promise<Response | null> {
  const html = await read(join(folder, 'index.html'))
  if (html === null) return null
  const nonce = randomBytes(16).toString('base64')
  return new Response(html.toString('utf8').replaceAll('__CSP_NONCE__', nonce), {
    headers: {
      ...commonHeaders,
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': pagePolicy(nonce),
    },
  })
}

async function file(folder: string, name: string, type: string): Promise<Response | null> {
  const bytes = await read(join(folder, ...name.split('/')))
  if (bytes === null) return null
  // Were a file of the bundle opened as a document, it would be bound by the page's policy too.
  const headers = { ...commonHeaders, 'content-type': type, 'content-security-policy': pagePolicy('none') }
  return new Response(new Uint8Array(bytes), { headers })
}

async function read(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path)
  } catch {
    return null
  }
}
