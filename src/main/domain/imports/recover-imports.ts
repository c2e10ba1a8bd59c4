import type { Writer } from '../../storage/open.ts'
import { system } from '../shared/actor.ts'
import { recordAudit } from '../audit/audit.service.ts'
import type { ImportsDependencies } from './model/dependencies.ts'
import { discardPendingGenerations } from './apply/pending-generation.service.ts'
import { objectOf } from './model/import.view.ts'
import { type ImportWithNames, imports } from './model/imports.store.ts'

/**
 * Puts imports that the end of the program interrupted back: a staging one to the queue, an applying one to where a person
 * decides.
 */
export function recoverImports({ env, runner }: ImportsDependencies): void {
  env.store.transact((tx) => {
    for (const state of ['staging', 'applying'] as const)
      for (const row of imports.inState(tx, state)) recover(tx, env.clock(), row, state)
  })
  for (const row of imports.inState(env.store.reader, 'cancelled')) runner.files.discard(row.guid)
}

/**
 * While the program goes on: what a fault of the storage interrupted is tried again. A staging one is staged from the
 * beginning; an applying one stays approved, and what was copied of it is taken back.
 */
export function resumeInterrupted({ env }: ImportsDependencies): void {
  const { store, clock } = env
  store.transact((tx) => {
    discardPendingGenerations(tx)
    for (const row of imports.inState(tx, 'staging')) {
      const cancelled = row.cancel_asked_at !== null
      const at = clock()
      imports.move(tx, {
        id: row.id,
        from: 'staging',
        to: cancelled ? 'cancelled' : 'queued',
        ...(cancelled ? { finishedAt: at } : {}),
      })
      const outcome = cancelled ? 'It is cancelled, as somebody requested.' : 'It is staged again.'
      imports.log(tx, row.id, at, `A fault of the storage interrupted the staging. Nothing was changed. ${outcome}`)
    }
    for (const row of imports.inState(tx, 'applying')) {
      if (row.cancel_asked_at === null) continue
      imports.move(tx, { id: row.id, from: 'applying', to: 'cancelled', finishedAt: clock() })
      imports.log(tx, row.id, clock(), 'Stopped; nothing was changed.')
    }
  })
}

function recover(tx: Writer, at: number, row: ImportWithNames, state: 'staging' | 'applying'): void {
  const to = row.cancel_asked_at !== null ? 'cancelled' : state === 'staging' ? 'queued' : 'staged'
  imports.move(tx, { id: row.id, from: state, to, ...(to === 'cancelled' ? { finishedAt: at } : {}) })
  const outcome = to === 'cancelled' ? 'It is cancelled, as somebody requested.' : `It is ${to} again.`
  imports.log(tx, row.id, at, `The program stopped while this import was ${state}. Nothing was changed. ${outcome}`)
  recordAudit(tx, at, system, {
    action: 'import.recovered',
    object: objectOf(row),
    details: { from: state, to },
  })
}
