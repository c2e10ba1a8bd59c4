import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

/** The secret of one run, known to everybody who may read the discovery file. */
export type InstanceKey = string

export const newInstanceKey = (): InstanceKey => randomBytes(32).toString('hex')
export const newChallenge = (): string => randomBytes(32).toString('hex')

const challengeShape = /^[0-9a-f]{32,128}$/

/**
 * What only the real instance can answer. The port is part of it, so that a squatter on another port can't pass the
 * question on to the real one; and each use of the key has its own label, so that an answer to a question is never
 * good as a credential. Null for what is no challenge.
 */
export function prove(key: InstanceKey, challenge: string, port: number): string | null {
  return challengeShape.test(challenge) ? mac(key, `instance:${port}:${challenge}`) : null
}

export function isProof(key: InstanceKey, challenge: string, port: number, given: string): boolean {
  const expected = prove(key, challenge, port)
  return expected !== null && equal(expected, given)
}

const scheme = 'Castellan-Operator'
/** Both ends read one clock, so this covers only the time between making a credential and using it. */
const validMs = 60_000

/** The Authorization header by which the command line shows that it may read the discovery file. */
export function operatorCredential(key: InstanceKey, now: number): string {
  return `${scheme} ${now}.${mac(key, `operator:${now}`)}`
}

export function isOperatorCredential(key: InstanceKey, authorization: string, now: number): boolean {
  const match = /^Castellan-Operator (\d{1,16})\.([0-9a-f]{64})$/.exec(authorization)
  if (match === null) return false
  const [, at = '', given = ''] = match
  return Math.abs(now - Number(at)) <= validMs && equal(mac(key, `operator:${at}`), given)
}

function mac(key: InstanceKey, text: string): string {
  return createHmac('sha256', Buffer.from(key, 'hex')).update(`castellan:${text}`).digest('hex')
}

function equal(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)]
  return left.length === right.length && timingSafeEqual(left, right)
}
