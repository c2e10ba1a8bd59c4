import { ground } from './001-ground.ts'
import { people } from './002-people.ts'

/** In order, forward only. A released migration is never edited. */
export const migrations: readonly string[] = [ground, people]
