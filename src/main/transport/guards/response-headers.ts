/** Headers of every answer, in the window and on the wire. */
export const commonHeaders: Readonly<Record<string, string>> = {
  'x-content-type-options': 'nosniff',
  'cache-control': 'no-store',
  'referrer-policy': 'no-referrer',
}

/**
 * What belongs to the wire alone: on a custom scheme the last one crashes the page. There is no HSTS and no
 * upgrade-insecure-requests, since loopback speaks plain http, and no CORS header at all.
 */
export const wireHeaders: Readonly<Record<string, string>> = {
  ...commonHeaders,
  'cross-origin-resource-policy': 'same-origin',
}

/** An answer of the API is data; were it ever opened as a page, it could do nothing. */
export const apiPolicy = "default-src 'none'; frame-ancestors 'none'"

/**
 * The page's policy (A3): everything from its own origin, no inline script or style but the one style element that
 * carries the nonce, no markup made of strings.
 */
export function pagePolicy(nonce: string): string {
  return [
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
}
