import { hash as argon2 } from '@node-rs/argon2'
import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { checkPassword, hashPassword, isOutdated } from '../../../../src/main/domain/sign-in/passwords.ts'

const env = { randomBytes: (count: number) => randomBytes(count) }

describe('a stored password', () => {
  it('is argon2id with at least 19 MiB, two passes, a salt of its own, as a PHC string', async () => {
    const [one, two] = [await hashPassword(env, 'plum kettle rye'), await hashPassword(env, 'plum kettle rye')]
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/)
    expect(one).not.toBe(two)
  })

  it('belongs to the password and to nothing else', async () => {
    const stored = await hashPassword(env, 'plum kettle rye')
    expect(await checkPassword(stored, 'plum kettle rye')).toBe(true)
    for (const other of ['plum kettle ryE', 'plum kettle rye ', 'plum kettle ry', '']) {
      expect(await checkPassword(stored, other)).toBe(false)
    }
  })

  it('is the same however a keyboard composes its characters', async () => {
    const stored = await hashPassword(env, 'café kettle plum')
    expect(await checkPassword(stored, 'cafe\u0301 kettle plum')).toBe(true)
  })

  it('is outdated when it was made with less', async () => {
    expect(isOutdated(await hashPassword(env, 'plum kettle rye'))).toBe(false)
    expect(isOutdated(await argon2('x', { memoryCost: 8192, timeCost: 2, parallelism: 1 }))).toBe(true)
    expect(isOutdated(await argon2('x', { memoryCost: 19456, timeCost: 1, parallelism: 1 }))).toBe(true)
    expect(isOutdated(await argon2('x', { memoryCost: 19456, timeCost: 2, parallelism: 1, algorithm: 1 }))).toBe(true)
  })

  it('a damaged hash lets nobody in, and nothing is thrown', async () => {
    for (const broken of ['', 'plain', '$argon2id$v=19$m=19456,t=2,p=1$AAAA', '$argon2id$v=19$m=1,t=0,p=0$$']) {
      expect(await checkPassword(broken, '')).toBe(false)
    }
  })

  it('nobody knows the password of the hash that stands in for users who do not exist', async () => {
    expect(await checkPassword(null, '')).toBe(false)
  })
})
