import { execFile, execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { identityGovernanceOperations } from '../../../src/main/api/identity-governance/operations.ts'
import { nativeRoutes } from '../../../src/main/api/mounts.ts'
import { vendorRoutes } from '../../../src/main/api/permission-assist/routes.ts'
import { type OpenIdm, startOpenIdm } from '../../support/openidm.ts'

/**
 * A tool that strangers attack with, against every list that scripts can ask: nothing of what it sends may reach the
 * database as SQL. It is a program of its own, so this runs where somebody has installed it.
 */
const installed = (() => {
  try {
    execFileSync('sqlmap', ['--version'])
    return true
  } catch {
    return false
  }
})()
const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'castellan-sqlmap-'))

let stage: OpenIdm
let bearer = ''
beforeAll(async () => {
  if (!installed) return
  stage = await startOpenIdm()
  bearer = stage.token
  const [ana, boss] = [await stage.person('ana'), await stage.person('boss')]
  const vault = await stage.item('vault')
  await stage.made('PATCH', `managed/user/${ana.id}`, [
    { operation: 'add', field: '/manager', value: { _ref: `managed/user/${boss.id}` } },
  ])
  await stage.call(ana, 'POST', 'access-request/request?_action=create', {
    userIds: [`managed/user/${ana.id}`],
    items: [{ itemId: vault }],
  })
})
afterAll(async () => {
  await stage?.close()
  rmSync(folder, { recursive: true, force: true })
})

/** What it says of one address. @returns its places of entry; none where it found nothing to enter by */
async function attack(url: string, headers: string): Promise<string[]> {
  const { stdout } = await run(
    'sqlmap',
    [
      `--url=${url}`,
      `--headers=${headers}`,
      `--output-dir=${folder}`,
      '--batch',
      '--flush-session',
      '--disable-coloring',
      '--dbms=sqlite',
      '--level=3',
      '--risk=2',
      '--ignore-code=400,403,404',
    ],
    { maxBuffer: 64 * 1024 * 1024 },
  )
  const parameters = [...stdout.matchAll(/^Parameter: (.*)$/gm)].map(([, name]) => name ?? '')
  // It says so in these words when it came to its end; without them it has attacked nothing.
  if (parameters.length === 0) expect(stdout, url).toContain('do not appear to be injectable')
  return parameters
}

/** The first value that a parameter takes, the freest first. */
function specimen(schema: z.ZodType): string | undefined {
  const options = schema instanceof z.ZodEnum ? schema.options.map(String) : []
  return ['ana', '1', 'true', '2026-06-30', ...options].find((value) => schema.safeParse(value).success)
}

const lists = [...nativeRoutes, ...vendorRoutes].flatMap(({ method, path, query }) => {
  if (method !== 'GET' || path.includes(':') || !(query instanceof z.ZodObject)) return []
  const values = Object.entries(query.shape as Record<string, z.ZodType>).flatMap(([name, schema]) => {
    const value = specimen(schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType) : schema)
    // A cursor is sealed: whatever is not one of ours is refused before it is read.
    return value === undefined || name === 'cursor' ? [] : [`${name}=${value}`]
  })
  return values.length === 0 ? [] : [`${path}?${values.join('&')}`]
})

const collections = identityGovernanceOperations.flatMap(({ method, path, action }) =>
  method === 'GET' && !path.includes(':') && action === undefined && !path.startsWith('info/') ? [path] : [],
)
/** The star says where it enters: within the quotes of a filter, in names of fields, and in what a list takes by itself. */
const filtered = (path: string) =>
  `/openidm/${path}?_queryFilter=_id%20sw%20%22a*%22%20or%20_id%20pr&_sortKeys=_id*&_fields=_id*&_pageSize=5*&_pagedResultsOffset=0*`
const byName = (path: string) =>
  `/openidm/${path}?_queryId=query-all*&status=active*&itemId=vault*&requesteeId=ana*&requesterId=ana*&approverId=ana*&userId=ana*&id=a*&q=a*&queryString=a*`

describe.skipIf(!installed)('sqlmap, where it is installed,', () => {
  it('finds what is there to be found', async () => {
    const db = new Database(':memory:')
    db.exec("CREATE TABLE person (name TEXT); INSERT INTO person VALUES ('ana'), ('ben')")
    const open = createServer((request, response) => {
      const q = new URL(request.url ?? '', 'http://x').searchParams.get('q') ?? ''
      try {
        response.end(JSON.stringify(db.prepare(`SELECT name FROM person WHERE name = '${q}'`).all()))
      } catch (thrown) {
        response.writeHead(500).end(String(thrown))
      }
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => open.once('listening', resolve))
    expect(await attack(`http://127.0.0.1:${(open.address() as AddressInfo).port}/?q=ana`, 'X-Nothing: 1')).toEqual([
      'q (GET)',
    ])
    open.close()
    db.close()
  })

  const targets = [...lists, ...collections.flatMap((path) => [filtered(path), byName(path)])]
  it.each(targets)('enters nowhere by %s', async (address) => {
    const root = stage.root.replace(/\/openidm$/, '')
    expect(await attack(root + address, `Authorization: Bearer ${bearer}`)).toEqual([])
  })
})
