/** How many of one name, and of all names, may be under way, and how many of one name may wait. */
export interface LaneSize {
  readonly atOnce: number
  readonly waiting: number
  /** Of all names together. */
  readonly ofAll?: number
}

/** Gives the place back; a second call does nothing. */
export type Leave = () => void

export interface Lane {
  /** @returns undefined when too many of this name are waiting already */
  enter(name: string): Promise<Leave | undefined> | Leave | undefined
}

interface Queue {
  running: number
  readonly waiting: ((leave: Leave) => void)[]
}

/**
 * Places for work that takes a while. Names take turns: whoever sends two hundred calls waits behind themselves, and
 * somebody who sends one waits for those that run, not for those that wait.
 */
export function createLane({ atOnce, waiting: mostWaiting, ofAll = Infinity }: LaneSize): Lane {
  const queues = new Map<string, Queue>()
  let running = 0

  function start(name: string, queue: Queue): Leave {
    queue.running++
    running++
    let left = false
    return () => {
      if (left) return
      left = true
      queue.running--
      running--
      // Behind the others, whether anything of it waits or not.
      queues.delete(name)
      if (queue.running > 0 || queue.waiting.length > 0) queues.set(name, queue)
      startWaiting()
    }
  }

  function startWaiting(): void {
    for (const [name, queue] of Array.from(queues)) {
      if (running >= ofAll) return
      if (queue.running >= atOnce) continue
      const next = queue.waiting.shift()
      next?.(start(name, queue))
    }
  }

  return {
    enter(name) {
      const queue = queues.get(name) ?? { running: 0, waiting: [] }
      queues.set(name, queue)
      if (running < ofAll && queue.running < atOnce && queue.waiting.length === 0) return start(name, queue)
      if (queue.waiting.length < mostWaiting) return new Promise((resolve) => void queue.waiting.push(resolve))
      if (queue.running === 0 && queue.waiting.length === 0) queues.delete(name)
      return undefined
    },
  }
}
