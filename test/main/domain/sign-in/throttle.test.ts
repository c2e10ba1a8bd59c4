import { describe, expect, it } from 'vitest'
import { createThrottle } from '../../../../src/main/domain/sign-in/throttle.ts'
import { createConcurrencyLimit } from '../../../../src/main/domain/sign-in/concurrency-limit.ts'

function start() {
  let now = 1_000_000
  const throttle = createThrottle(() => now)
  return { throttle, wait: (ms: number) => void (now += ms), waitFor: () => throttle.waitFor('ana') / 1000 }
}

describe('guessing is slowed down', () => {
  it('five failures a minute are free, then each doubles a delay up to 15 minutes, never for good', () => {
    const { throttle, wait, waitFor } = start()
    for (let i = 0; i < 4; i++) throttle.failed('ana')
    expect(waitFor()).toBe(0)
    const delays = Array.from({ length: 9 }, () => {
      throttle.failed('ana')
      const delay = waitFor()
      wait(delay * 1000)
      expect(waitFor()).toBe(0)
      return delay
    })
    expect(delays).toEqual([15, 30, 60, 120, 240, 480, 900, 900, 900])
  })

  it('four failures a minute, hour after hour, are a person with a bad memory', () => {
    const { throttle, wait, waitFor } = start()
    for (let i = 0; i < 100; i++) {
      for (let k = 0; k < 4; k++) throttle.failed('ana')
      expect(waitFor()).toBe(0)
      wait(60_000)
    }
  })

  it('a right password ends it, and so does half an hour of rest', () => {
    const { throttle, wait, waitFor } = start()
    for (let i = 0; i < 5; i++) throttle.failed('ana')
    throttle.succeeded('ana')
    throttle.failed('ana')
    expect(waitFor()).toBe(0)
    for (let i = 0; i < 4; i++) throttle.failed('ana')
    expect(waitFor()).toBe(15)
    wait(15_000 + 30 * 60_000 + 1)
    for (let i = 0; i < 4; i++) throttle.failed('ana')
    expect(waitFor()).toBe(0)
  })

  it('an attacker with many names does not fill the memory, nor free the name under attack', () => {
    const { throttle, waitFor } = start()
    for (let i = 0; i < 8; i++) throttle.failed('ana')
    for (let i = 0; i < 9_000; i++) throttle.failed(`name ${i}`)
    expect(waitFor()).toBeGreaterThan(0)
  })
})

it('the turnstile lets two through at a time, and turns away when too many wait', async () => {
  const turnstile = createConcurrencyLimit(2, 3)
  let running = 0
  let most = 0
  const work = async () => {
    most = Math.max(most, ++running)
    await new Promise((resolve) => setTimeout(resolve, 5))
    running--
    return 'done'
  }
  const outcomes = await Promise.all(Array.from({ length: 7 }, () => turnstile.pass(work)))
  expect(most).toBe(2)
  expect(outcomes.filter((one) => one === undefined)).toHaveLength(2)
  await expect(turnstile.pass(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await turnstile.pass(work)).toBe('done')
})
