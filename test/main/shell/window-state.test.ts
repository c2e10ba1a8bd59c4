import fc from 'fast-check'
import { expect, test } from 'vitest'
import { limitNotices } from '../../../src/main/shell/notices.ts'
import { readArguments } from '../../../src/main/shell/arguments.ts'
import { placeWindow } from '../../../src/main/shell/window-state.ts'

const laptop = { x: 0, y: 0, width: 1440, height: 900 }
const beside = { x: 1440, y: 0, width: 1920, height: 1080 }
const saved = { x: 1600, y: 100, width: 1200, height: 800, maximized: false }

test('the window opens where it was', () => expect(placeWindow(saved, [laptop, beside])).toEqual(saved))
test('a display that is gone sends it home', () => {
  expect(placeWindow(saved, [laptop])).toEqual({ x: 120, y: 50, width: 1200, height: 800, maximized: false })
})
test('the first time it stands in the middle', () => {
  expect(placeWindow(null, [laptop])).toEqual({ x: 80, y: 50, width: 1280, height: 800, maximized: false })
})

test('wherever it was, it lies whole on one display', () => {
  const number = fc.integer({ min: -5000, max: 5000 })
  const size = fc.integer({ min: 1, max: 6000 })
  const state = fc.record({ x: number, y: number, width: size, height: size, maximized: fc.boolean() })
  fc.assert(
    fc.property(state, (any) => {
      const { x, y, width, height } = placeWindow(any, [laptop, beside])
      return [laptop, beside].some(
        (area) => x >= area.x && y >= area.y && x + width <= area.x + area.width && y + height <= area.y + area.height,
      )
    }),
  )
})

test('ten imports at once make one notice', () => {
  let time = 0
  const may = limitNotices(() => time)
  expect([may('staged'), may('staged'), may('failed')]).toEqual([true, false, true])
  time += 60_000
  expect(may('staged')).toBe(true)
})

test('places are read among whatever else is on the line', () => {
  const line = [
    '.',
    '--disable-gpu',
    '--data=/d',
    '--imports',
    '/i',
    '--port',
    '0',
    '--enable-features=x',
    'castellan://x',
  ]
  expect(readArguments(line)).toEqual({ data: '/d', imports: '/i', port: 0 })
  expect(readArguments(['--port=99999', '--data'])).toEqual({ data: undefined, imports: undefined, port: undefined })
})
