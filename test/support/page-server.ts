import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, resolve, sep } from 'node:path'

/** The policy that A3 asks of every document. */
const policy = (nonce: string) =>
  [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ')

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
}

/** Serves a folder of built pages under the policy that the product's pages have. */
export async function servePages(folder: string): Promise<{ url: string; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    void (async () => {
      const { pathname } = new URL(request.url ?? '/', 'http://127.0.0.1')
      const file = resolve(join(folder, pathname === '/' ? 'index.html' : pathname))
      try {
        if (!file.startsWith(resolve(folder) + sep)) throw new Error('outside')
        const body = await readFile(file)
        const nonce = randomBytes(16).toString('base64')
        const isPage = extname(file) === '.html'
        response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream')
        if (isPage) response.setHeader('content-security-policy', policy(nonce))
        response.end(isPage ? body.toString().replaceAll('__CSP_NONCE__', nonce) : body)
      } catch {
        response.writeHead(404).end()
      }
    })()
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((done) => server.close(done))
    },
  }
}
