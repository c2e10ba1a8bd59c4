import { expect, test } from 'vitest'
import {
  isOperatorCredential,
  isProof,
  newChallenge,
  newInstanceKey,
  operatorCredential,
  prove,
} from '../../../src/main/instance/proof.ts'

const key = newInstanceKey()
const challenge = newChallenge()

test('the instance proves itself for its own port only, so that no squatter can pass the question on', () => {
  const proof = prove(key, challenge, 4000)!
  expect(isProof(key, challenge, 4000, proof)).toBe(true)
  expect(isProof(key, challenge, 4001, proof)).toBe(false)
  expect(isProof(newInstanceKey(), challenge, 4000, proof)).toBe(false)
  expect(isProof(key, newChallenge(), 4000, proof)).toBe(false)
  expect(isProof(key, challenge, 4000, '')).toBe(false)
})

test.each(['', 'abc', 'operator:1700000000000', 'F'.repeat(32), 'a'.repeat(129)])('%j is no challenge', (text) => {
  expect(prove(key, text, 4000)).toBeNull()
})

test('the operator’s credential holds for a minute and for one key', () => {
  const credential = operatorCredential(key, 1_000_000)
  expect(isOperatorCredential(key, credential, 1_030_000)).toBe(true)
  expect(isOperatorCredential(key, credential, 1_061_000)).toBe(false)
  expect(isOperatorCredential(key, credential, 900_000)).toBe(false)
  expect(isOperatorCredential(newInstanceKey(), credential, 1_000_000)).toBe(false)
})

test.each([
  '',
  'Bearer x',
  `Castellan-Operator 1000000.${prove(key, challenge, 1)}`,
  `Castellan-Operator .${'0'.repeat(64)}`,
])('%s is no credential: an answer to a challenge least of all', (forged) =>
  expect(isOperatorCredential(key, forged, 1_000_000)).toBe(false),
)
