import { it } from 'vitest'
import { killLoop } from './kill.ts'

it('kill -9 two hundred times', { timeout: 3_600_000 }, () => killLoop(200, Date.now() % 2147483647))
