import { DomainError } from '../../domain/shared/errors.ts'

/** Cursors are opaque to clients: a row number, written so that nobody counts on it. */
export const encodeCursor = (id: number | null): { next?: string } =>
  id === null ? {} : { next: Buffer.from(`after ${id}`).toString('base64url') }

/** @throws DomainError `invalid` for a cursor that this server didn't write */
export function decodeCursor(cursor: string | undefined, first: number): number {
  if (cursor === undefined) return first
  const id = /^after (\d{1,15})$/.exec(Buffer.from(cursor, 'base64url').toString('latin1'))?.[1]
  if (id === undefined) throw notOurs()
  return Number(id)
}

/** For lists that run from the newest row down. */
export const newestFirst = Number.MAX_SAFE_INTEGER

/** A place in a list that is ordered by name: after this name and row. */
interface PagePosition {
  readonly name: string
  readonly id: number
}

export const encodePosition = (position: PagePosition | null): { next?: string } =>
  position === null ? {} : { next: Buffer.from(`after ${position.id} ${position.name}`).toString('base64url') }

/** @throws DomainError `invalid` for a cursor that this server didn't write */
export function decodePosition(cursor: string | undefined): PagePosition {
  if (cursor === undefined) return { name: '', id: 0 }
  const match = /^after (\d{1,15}) (.*)$/s.exec(Buffer.from(cursor, 'base64url').toString())
  if (!match) throw notOurs()
  return { name: match[2] ?? '', id: Number(match[1]) }
}

const notOurs = () =>
  new DomainError('invalid', 'The cursor is not valid. Leave it out to start again.', [
    { field: 'cursor', message: 'is not valid' },
  ])
