import { hash, parseOptions, verify } from '@node-rs/argon2'
import type { Environment } from '../shared/environment.ts'

/** The floor of OWASP's password storage sheet for argon2id, and our setting. The library's default is argon2id. */
const setting = { memoryCost: 19456, timeCost: 2, parallelism: 1, outputLen: 32 } as const

/** @returns the PHC string to store */
export const hashPassword = (env: Pick<Environment, 'randomBytes'>, password: string): Promise<string> =>
  hash(comparable(password), { ...setting, salt: env.randomBytes(16) })

/**
 * Whether the password belongs to the stored hash. Without one it still works as long, against a hash that nothing
 * belongs to, so that the time does not tell whether the user exists.
 */
export async function checkPassword(stored: string | null, password: string): Promise<boolean> {
  const right = await verify(stored ?? dummyHash, comparable(password)).catch(() => false)
  return right && stored !== null
}

/** True when the hash was made with less than today's setting. */
export function isOutdated(stored: string): boolean {
  const { memoryCost, timeCost, outputLen } = parseOptions(stored)
  return (
    !stored.startsWith('$argon2id$') ||
    memoryCost < setting.memoryCost ||
    timeCost < setting.timeCost ||
    outputLen < setting.outputLen
  )
}

/** The same password typed on another keyboard or system gives the same bytes. */
const comparable = (password: string): string => password.normalize('NFC')

/** Of 32 random bytes that nobody kept, with the same setting as real ones. */
const dummyHash = '$argon2id$v=19$m=19456,t=2,p=1$83t4ABUAkiySQkSyrtJB5Q$/d/IeC+rCl/fYHKE7NuEXiVao1ZhRkjcS5gSw9e8NDw'
