import { expect, test } from 'vitest'
import { nodeTooOld } from '../../../src/main/boot/node-version.ts'

test.each(['18.20.4', '20.19.2', '22.21.9'])('Node %s is refused in words that name it and the remedy', (node) => {
  const reason = nodeTooOld({ node })
  expect(reason).toContain(`this is Node ${node}`)
  expect(reason).toContain('npm start')
})

test.each(['22.22.0', '22.23.1', '23.0.0', '24.21.0'])('Node %s is welcome', (node) => {
  expect(nodeTooOld({ node })).toBeNull()
})

test('under Electron its own Node is not judged', () => {
  expect(nodeTooOld({ node: '20.18.0', electron: '33.2.1' })).toBeNull()
})
