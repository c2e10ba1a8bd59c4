import { transitions } from '../shared/transitions.ts'

export type DeliveryState = 'waiting' | 'delivered' | 'given-up'

/** `waiting` also between two attempts. What is over waits again when somebody has it sent once more. */
export const deliveryTransitions = transitions<DeliveryState>('a delivery', {
  waiting: ['waiting', 'delivered', 'given-up'],
  delivered: ['waiting'],
  'given-up': ['waiting'],
})

/** One message to one webhook. */
export interface Delivery {
  /** Its row. */
  readonly id: number
  readonly guid: string
  readonly webhook: number
  readonly event: string
  /** The item of a request that it tells of. */
  readonly item: number | null
  /** As it is signed and sent. */
  readonly body: string
  readonly createdAt: number
  readonly state: DeliveryState
  readonly tries: number
  readonly nextTryAt: number
}

export interface Attempt {
  readonly at: number
  readonly durationMs: number
  /** What the receiver answered; null when it did not. */
  readonly status: number | null
  /** Why it did not count; null when it did. */
  readonly failure: string | null
}

const second = 1000
const minute = 60 * second
const hour = 60 * minute

/** How long to wait after each attempt that failed (C32): ten attempts in some three days. */
const waits = [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour]
const longestRest = 30 * minute
const longestWish = 24 * hour

/**
 * When a delivery is tried again, in milliseconds from now; null when it is given up.
 * @param tries how often it was tried
 * @param wish how long the receiver asked to be left alone
 * @param chance from 0 to 1: up to a tenth is added, so that what failed together does not come back together
 */
export function waitAfter(tries: number, wish: number | null, chance: number): number | null {
  const wait = waits[tries - 1]
  return wait === undefined ? null : Math.max(Math.round(wait * (1 + chance / 10)), Math.min(wish ?? 0, longestWish))
}

/**
 * How long a receiver is left alone that failed some times in a row. Its other deliveries wait meanwhile without spending
 * attempts, and it is soon noticed that it is back.
 */
export const restAfter = (failures: number, wish: number | null): number =>
  Math.max(Math.min(waits[failures - 1] ?? longestRest, longestRest), Math.min(wish ?? 0, longestWish))
