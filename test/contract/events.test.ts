import { describe, expect, it } from 'vitest'
import { hostEventIn } from '../../src/contract/events.ts'

describe('an event of the stream', () => {
  it('is read with its name and its data', () => {
    expect(hostEventIn({ event: 'folder', data: '{}' })).toEqual({ type: 'folder' })
  })

  it('is undefined when it was cut off, or is of a newer host', () => {
    expect(hostEventIn({ event: 'folder', data: '{"a' })).toBeUndefined()
    expect(hostEventIn({ event: 'something-new', data: '{}' })).toBeUndefined()
    expect(hostEventIn({ data: '{}' })).toBeUndefined()
  })
})
