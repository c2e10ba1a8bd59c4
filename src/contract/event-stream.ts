import { HostEvent } from './events.ts'

export interface ServerEvent {
  id: string
  type: string
  data: string
}

/**
 * Reads the text/event-stream format piece by piece, wherever the pieces were cut. Comments (heartbeats) are
 * swallowed; `retry` is told to its own callback.
 */
export function createEventParser(onEvent: (event: ServerEvent) => void, onRetry?: (milliseconds: number) => void) {
  let rest = ''
  let id = ''
  let type = ''
  let data: string[] = []

  const line = (text: string) => {
    if (text === '') {
      if (data.length > 0) onEvent({ id, type: type || 'message', data: data.join('\n') })
      type = ''
      data = []
      return
    }
    const colon = text.indexOf(':')
    if (colon === 0) return
    const field = colon < 0 ? text : text.slice(0, colon)
    const value = colon < 0 ? '' : text.slice(colon + 1).replace(/^ /, '')
    if (field === 'data') data.push(value)
    else if (field === 'event') type = value
    else if (field === 'id' && !value.includes('\0')) id = value
    else if (field === 'retry' && /^\d+$/.test(value)) onRetry?.(Number(value))
  }

  return (piece: string) => {
    rest += piece
    // A lone CR at the end may be half of a CRLF: it waits for what follows.
    const lines = rest.split(/\r\n|\n|\r(?!$)/)
    rest = lines.pop() ?? ''
    for (const one of lines) line(one)
  }
}

/** What an event of GET /v1/events says; undefined for one of a newer host, or what a broken connection left of one. */
export function hostEventIn({ type, data }: Pick<ServerEvent, 'type' | 'data'>): HostEvent | undefined {
  try {
    return HostEvent.safeParse({ type, ...(JSON.parse(data) as object) }).data
  } catch {
    return undefined
  }
}
