import { it } from 'vitest'
import { killLoop } from './kill.ts'

it('kill -9 while importing leaves before or after, never between', { timeout: 420_000 }, () => killLoop(20, 20261122))
