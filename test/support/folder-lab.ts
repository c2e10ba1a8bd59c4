import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Rules } from '../../src/contract/applications.ts'
import { createApplication } from '../../src/main/domain/applications/applications.service.ts'
import type { Giver } from '../../src/main/domain/authorization/giving.ts'
import { type Actor, system } from '../../src/main/domain/shared/actor.ts'
import type { Environment } from '../../src/main/domain/shared/environment.ts'
import { anyOutsideAccess } from '../../src/main/domain/shared/outside-access.ts'
import { Imports } from '../../src/main/domain/imports/imports.service.ts'
import { Intake } from '../../src/main/domain/imports/intake/intake.service.ts'
import { openStore } from '../../src/main/storage/store.ts'
import { type FolderWatch, watchFolder } from '../../src/main/watcher/folder-watch.ts'
import { Planted } from '../../src/main/watcher/shared-folder/planted.ts'
import { privateFolder } from '../../src/main/watcher/private-copy.ts'
import { createJobRunner } from '../../src/main/workers/job-runner.ts'
import { workerFile } from './test-host.ts'

const officer: Actor = { ...system, name: 'officer' }
const operator: Giver = { caller: { kind: 'operator' }, actor: officer, scopes: ['*'] }

/** In memory where the system has such a place: what is durable is not the question here, and thousands of commits are. */
export const place = existsSync('/dev/shm') ? '/dev/shm' : tmpdir()

/** How long a file must stand still here. */
export const stillMs = 2000

/**
 * The folder's watcher with everything behind it and nothing before it: a real database, real files, the real worker, and
 * a clock that only moves when told. So thousands of short stories fit into a test.
 */
export class FolderLab {
  readonly #dir = mkdtempSync(join(place, 'castellan-folder-'))
  readonly #store = openStore(join(this.#made('data')))
  readonly #runner = createJobRunner(workerFile, join(this.#dir, 'data'))
  readonly #keep = privateFolder({
    dataDir: join(this.#dir, 'data'),
    mostBytes: 1_000_000,
    convert: async () => ({ outcome: 'refused', why: 'no workbooks here' }),
  })
  readonly #env: Environment = {
    store: this.#store,
    clock: () => this.now,
    newId: randomUUID,
    randomBytes: (count) => randomBytes(count),
    outside: anyOutsideAccess,
  }
  readonly #host = randomUUID()
  #stories = 0
  #watch: FolderWatch | undefined
  imports = this.#newImports()
  intake = this.#newIntake()
  readonly application: string
  now = Date.parse('2026-06-30T12:00:00Z')
  root = ''
  /** What the watcher told of strangers' things, a line each. */
  planted: string[] = []

  constructor() {
    const group = {
      id: randomUUID(),
      name: 'Grants',
      pattern: 'core*.csv',
      columns: { userName: 'User', permission: 'Right' },
    }
    this.application = createApplication(this.#env, operator, {
      kind: 'application',
      name: 'Core',
      priority: 'None',
      owners: [],
      rules: Rules.parse({ fileGroups: [group] }),
    })
  }

  #made(name: string): string {
    const path = join(this.#dir, name)
    mkdirSync(path, { recursive: true })
    return path
  }

  #newImports(): Imports {
    return new Imports({
      env: this.#env,
      runner: this.#runner,
      texts: this.#keep.texts,
      fingerprintKey: '0001020304050607',
      emit: () => undefined,
      afterImport: () => undefined,
    })
  }

  #newIntake(): Intake {
    return new Intake({ env: this.#env, imports: this.imports, texts: this.#keep.texts, emit: () => undefined })
  }

  /** Another story: an empty folder, and a watcher that has seen nothing. */
  async begin(): Promise<number> {
    await this.#watch?.close()
    this.root = this.#made(`story-${++this.#stories}`)
    this.planted = []
    this.#start()
    return this.#stories
  }

  #start(): void {
    this.#watch = watchFolder({
      root: this.root,
      intake: this.intake,
      privateFolder: this.#keep,
      clock: () => this.now,
      claimant: { id: this.#host, computer: 'lab' },
      ending: (importId) => {
        const { state } = this.imports.get(importId)
        return state === 'applied' || state === 'duplicate' || state === 'failed'
          ? { outcome: state, receipt: () => '{}' }
          : undefined
      },
      onPlanted: ({ place, what }) => this.planted.push(`${place} is ${what}`),
      stillMs,
      // It looks when it is told to, and only then: which look sees what is part of the story.
      polling: true,
      sweepMs: 3_600_000,
    })
  }

  /** What was only in memory is gone. */
  async restart(): Promise<void> {
    await this.#watch?.close()
    // A sweep of its own may have staged a file meanwhile; two queues never work on one database.
    await this.imports.close()
    this.imports = this.#newImports()
    this.intake = this.#newIntake()
    this.imports.recover()
    this.#start()
  }

  /** How the folder stands, in words. */
  detail(): string {
    return this.#watch?.status().detail ?? ''
  }

  async look(): Promise<void> {
    await this.#watch?.sweep()
    await this.imports.idle()
  }

  /** A person applies whatever waits for a decision, the oldest first. @returns the hashes that were approved */
  async approveAll(): Promise<string[]> {
    const approved: string[] = []
    const waiting = this.imports.list(
      { application: this.application, state: 'staged' },
      { before: 2 ** 50, limit: 50 },
    )
    for (const { id } of waiting.items.reverse()) {
      const { digest, state, files } = this.imports.get(id)
      if (state !== 'staged' || digest === null) continue
      this.imports.apply(officer, id, digest, 'it is right')
      await this.imports.idle()
      const after = this.imports.get(id)
      if (after.state === 'staged') {
        // The preview was another one by then; the person looks at it again.
        this.imports.apply(officer, id, after.digest ?? '', 'it is still right')
        await this.imports.idle()
      }
      approved.push(...files.map(({ sha256 }) => sha256))
      // What stands in the way is told by the folder.
      await this.#watch?.archive(id).catch((error: unknown) => {
        if (!(error instanceof Planted)) throw error
      })
    }
    return approved
  }

  /** Ends the watch while it puts the files of an import aside. @returns what lay in the folder when the end was told, and later */
  async endWhileSettling(importId: string): Promise<string[][]> {
    const settled = this.#watch?.archive(importId)
    await this.#watch?.close()
    const then = readdirSync(this.root).sort()
    await settled
    return [then, readdirSync(this.root).sort()]
  }

  async close(): Promise<void> {
    await this.#watch?.close()
    await this.imports.close()
    await this.#runner.close()
    this.#store.close()
    rmSync(this.#dir, { recursive: true, force: true })
  }
}
