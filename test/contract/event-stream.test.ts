import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createEventParser, type ServerEvent } from '../../src/contract/event-stream.ts'

function read(pieces: string[]) {
  const events: ServerEvent[] = []
  const waits: number[] = []
  const parse = createEventParser(
    (event) => events.push(event),
    (wait) => waits.push(wait),
  )
  for (const piece of pieces) parse(piece)
  return { events, waits }
}

const stream =
  ': hello\n\nretry: 2000\nid: 1\nevent: import\ndata: {"id":\ndata: 1}\n\nid: 2\ndata:x\r\n\r\n: beat\n\nevent: none\n\ndata: \n\n'

describe('the event stream', () => {
  it('is read with names, ids, several lines, heartbeats and pauses', () => {
    expect(read([stream])).toEqual({
      events: [
        { id: '1', type: 'import', data: '{"id":\n1}' },
        { id: '2', type: 'message', data: 'x' },
        { id: '2', type: 'message', data: '' },
      ],
      waits: [2000],
    })
  })

  it('is read the same wherever it is cut', () => {
    const whole = read([stream])
    fc.assert(
      fc.property(fc.array(fc.nat(stream.length)), (cuts) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), stream.length]
        const pieces = places.slice(1).map((end, place) => stream.slice(places[place], end))
        expect(read(pieces)).toEqual(whole)
      }),
    )
  })

  it('keeps half an event to itself', () => {
    expect(read(['data: half']).events).toEqual([])
  })
})
