import type { IncomingMessage } from 'node:http'
import { type BudgetNumbers, limits } from '../../api/http/limits.ts'

/** Times the body of one request. */
export interface BodyClock {
  /** Whoever sends it is known: it has the time of its kind. */
  proved(): void
}

export interface TimedBody {
  readonly request: IncomingMessage
  readonly upload: boolean
  /** Answers 408 and ends the connection. */
  readonly cut: () => void
  readonly numbers: BudgetNumbers
}

/**
 * Cuts off a body that does not arrive. Of somebody unknown all of it must come within ten seconds; JSON has thirty; an
 * upload may take as long as its size needs, at the least rate. Node's own requestTimeout knows no such difference and is
 * switched off.
 */
export function limitBodyTime({ request, upload, cut, numbers }: TimedBody): BodyClock {
  const { unprovedBody, rateCheckedEvery, leastBytesASecond } = numbers
  let timer: NodeJS.Timeout = setTimeout(() => {
    if (!request.complete) cut()
  }, unprovedBody)
  let seen = 0
  const stop = (): void => clearTimeout(timer)
  // What waits in the socket because a call waits for its turn is not the sender's delay.
  const isHeldBack = (): boolean => request.readableFlowing !== true && request.readableLength > 0
  const checkWhole = (): void => {
    if (request.complete) return
    if (isHeldBack()) timer = setTimeout(checkWhole, 1000)
    else cut()
  }
  const checkRate = (): void => {
    if (request.complete) return
    const received = request.socket.bytesRead
    if (!isHeldBack() && received - seen < (leastBytesASecond * rateCheckedEvery) / 1000) {
      cut()
      return
    }
    seen = received
    timer = setTimeout(checkRate, rateCheckedEvery)
  }
  request.once('close', stop)
  return {
    proved() {
      stop()
      if (request.complete || request.destroyed) return
      seen = request.socket.bytesRead
      timer = upload ? setTimeout(checkRate, rateCheckedEvery) : setTimeout(checkWhole, limits.requestTimeout)
    },
  }
}
