import type { Environment } from '../shared/environment.ts'
import { DomainError } from '../shared/errors.ts'
import { type PasswordOwner, validatePassword } from './password-policy.ts'
import { hashPassword } from './passwords.ts'

/**
 * Hashes a new password. Hashing takes time and memory, so it is done before the transaction.
 * @throws DomainError `invalid` with everything that is wrong with it
 */
export async function hashNewPassword(env: Environment, password: string, owner: PasswordOwner): Promise<string> {
  const problems = validatePassword(password, owner)
  if (problems.length > 0) {
    throw new DomainError(
      'invalid',
      'This password can’t be used.',
      problems.map((message) => ({ field: 'password', message })),
    )
  }
  return hashPassword(env, password)
}
