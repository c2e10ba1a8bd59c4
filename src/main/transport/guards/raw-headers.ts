/** The headers that the guards check, each with every value that was sent. */
export interface RawHeaders {
  readonly host: readonly string[]
  readonly origin: readonly string[]
  readonly fetchSite: readonly string[]
  readonly contentType: readonly string[]
  readonly contentLength: readonly string[]
  readonly authorization: readonly string[]
  readonly transferEncoding: readonly string[]
  readonly upload: readonly string[]
}

/**
 * Reads Node's flat list of names and values. `request.headers` can't be used: it joins or drops what came twice, and a
 * duplicate is exactly how one header says one thing to the guard and another to the program.
 */
export function readRawHeaders(flat: readonly string[]): RawHeaders {
  const read = {
    host: none,
    origin: none,
    fetchSite: none,
    contentType: none,
    contentLength: none,
    authorization: none,
    transferEncoding: none,
    upload: none,
  }
  for (let i = 0; i + 1 < flat.length; i += 2) {
    const name = watched.get(flat[i]?.toLowerCase() ?? '')
    if (name !== undefined) read[name] = [...read[name], flat[i + 1] ?? '']
  }
  return read
}

const none: readonly string[] = []
/** A map: names of properties would be made of whatever a stranger sends. */
const watched: ReadonlyMap<string, keyof RawHeaders> = new Map(
  Object.entries({
    host: 'host',
    origin: 'origin',
    'sec-fetch-site': 'fetchSite',
    'content-type': 'contentType',
    'content-length': 'contentLength',
    authorization: 'authorization',
    'transfer-encoding': 'transferEncoding',
    'x-castellan-upload': 'upload',
  } as const),
)
