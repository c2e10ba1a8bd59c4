/** What a path of the page's origin refers to. */
export type Asset =
  /** `index.html`: the root, and every path that the page's own router knows. */
  | { readonly kind: 'page' }
  /** A file of the bundle, relative to it, with forward slashes. */
  | { readonly kind: 'file'; readonly file: string; readonly type: string }
  | { readonly kind: 'refused'; readonly status: 400 | 404 }

const types: Readonly<Record<string, string>> = Object.assign(Object.create(null), {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpg: 'image/jpeg',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  json: 'application/json',
  txt: 'text/plain; charset=utf-8',
  html: 'text/html; charset=utf-8',
})

const longest = 1024
const controlOrEscape = /[\p{Cc}\\:%]/u
const bundleName = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/

/**
 * Resolves the path of a URL, still percent-encoded, without touching a disk. What it returns as a file is made of
 * plain names only, so it can't leave the bundle however it is joined: no dot segments, no backslash, no drive, no
 * stream, no second decoding. The window and the listener both use it; its tests try to get out.
 */
export function resolveAsset(pathname: string): Asset {
  if (!pathname.startsWith('/') || pathname.length > longest) return { kind: 'refused', status: 400 }
  const path = decoded(pathname)
  if (path === null || controlOrEscape.test(path)) return { kind: 'refused', status: 400 }
  const segments = path.slice(1).split('/')
  if (segments.some((segment) => segment === '.' || segment === '..')) return { kind: 'refused', status: 400 }
  if (path === '/' || path === '/index.html') return { kind: 'page' }
  if (segments.includes('')) return { kind: 'refused', status: 404 }
  const last = segments.at(-1) ?? ''
  const type = last.includes('.') ? types[last.slice(last.lastIndexOf('.') + 1).toLowerCase()] : undefined
  if (type === undefined) return last.startsWith('.') ? { kind: 'refused', status: 404 } : { kind: 'page' }
  const plain = segments.every((segment) => bundleName.test(segment))
  return plain ? { kind: 'file', file: segments.join('/'), type } : { kind: 'refused', status: 404 }
}

function decoded(pathname: string): string | null {
  try {
    return decodeURIComponent(pathname)
  } catch {
    return null
  }
}
