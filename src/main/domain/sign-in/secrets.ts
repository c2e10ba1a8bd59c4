import { hash, timingSafeEqual } from 'node:crypto'
import type { Environment } from '../shared/environment.ts'

/**
 * What is stored of a random secret. Plain SHA-256 is right from 112 random bits on: there is nothing to guess, and a
 * slow hash would be paid on every request.
 */
export const hashSecret = (secret: string): Buffer => hash('sha256', secret, 'buffer')

/** The same as a string of one character a byte: what proofs are remembered by. */
export const hashedSecret = (secret: string): string => hash('sha256', secret, 'binary')

export const bytesOf = (hashed: string): Buffer => Buffer.from(hashed, 'latin1')

export const sameHash = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b)

/** A secret of 256 random bits behind a prefix that says what it is, to people and to scanners of secrets. */
export const newSecret = (env: Pick<Environment, 'randomBytes'>, prefix: string): string =>
  prefix + env.randomBytes(32).toString('base64url')

export const sessionPrefix = 'css_'
export const codePrefix = 'csc_'
export const signInSecretPrefix = 'csk_'
