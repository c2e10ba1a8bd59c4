import type { IncomingMessage } from 'node:http'
import { limits } from '../../api/http/limits.ts'

/**
 * Cuts off a body that does not arrive: JSON has thirty seconds for the whole of it; an upload may take as long as its
 * size needs, but not fall silent. Node's own requestTimeout knows no such difference and is switched off.
 */
export function limitBodyTime(request: IncomingMessage, upload: boolean): void {
  const cut = (): void => {
    if (!request.complete) request.socket.destroy()
  }
  if (upload) {
    request.setTimeout(limits.requestTimeout, cut)
    return
  }
  const timer = setTimeout(cut, limits.requestTimeout)
  request.once('close', () => clearTimeout(timer))
}
