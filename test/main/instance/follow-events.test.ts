import { writeFileSync } from 'node:fs'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { HostEvent } from '../../../src/contract/events.ts'
import { findInstance } from '../../../src/main/instance/find.ts'
import { followEvents } from '../../../src/main/instance/follow-events.ts'
import { castellan } from '../cli/castellan.ts'

const group = {
  id: '0b0f2c1e-3a53-4d25-9a3b-5f2f8a9d1c03',
  name: 'Grants',
  pattern: 'core*.csv',
  columns: { userName: 'User', permission: 'Right' },
}

let cli: ReturnType<typeof castellan>
beforeEach(() => (cli = castellan()))
afterEach(() => cli.dispose())

test('a window over a program that runs without one hears what happens in it, until it stops listening', async () => {
  await cli.serve()
  const found = await findInstance(cli.at('data'))
  if (found.state !== 'running') throw new Error(`it is ${found.state}`)
  const { url, call } = found.instance
  const heard: HostEvent[] = []
  const stop = followEvents(found.instance, (event) => heard.push(event))
  const make = async (name: string) => {
    const { status } = await call(
      new Request(`${url}/v1/applications`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ kind: 'application', name, rules: { fileGroups: [group] } }),
      }),
    )
    expect(status).toBe(201)
  }
  await make('Core')
  writeFileSync(cli.at('imports/core.csv'), 'User,Right\nana,Vault\n')
  writeFileSync(cli.at('imports/core.csv.done'), '')
  await vi.waitFor(() => expect(heard).toContainEqual(expect.objectContaining({ state: 'staged' })), 15_000)
  stop()
  const before = heard.length
  await make('Lending')
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(heard).toHaveLength(before)
})
