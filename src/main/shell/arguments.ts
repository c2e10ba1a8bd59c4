import { resolve } from 'node:path'
import { parseArgs } from 'node:util'

export interface StartArguments {
  readonly data: string | undefined
  readonly imports: string | undefined
  readonly port: number | undefined
}

/** What the window's start says of places; anything else on the line belongs to Chromium or to a deep link. */
export function readArguments(argv: readonly string[]): StartArguments {
  const options = { data: { type: 'string' }, imports: { type: 'string' }, port: { type: 'string' } } as const
  const { values } = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true })
  const folder = (value: unknown): string | undefined =>
    typeof value === 'string' && value !== '' ? resolve(value) : undefined
  const port = typeof values.port === 'string' && /^\d{1,5}$/.test(values.port) ? Number(values.port) : undefined
  return {
    data: folder(values.data),
    imports: folder(values.imports),
    port: port !== undefined && port <= 65_535 ? port : undefined,
  }
}
