import { ground } from './001-ground.ts'

/** In order, forward only. A released migration is never edited. */
export const migrations: readonly string[] = [ground]
