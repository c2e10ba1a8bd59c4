import { type Change, holdableKinds, isMatchKind, type MatchKind } from '../../../../contract/imports.ts'
import type { Writer } from '../../../storage/open.ts'
import type { Actor } from '../../shared/actor.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import { notFound, DomainError } from '../../shared/errors.ts'
import { saveMatch } from '../../identities/matching.service.ts'
import { assess, heldChanges } from './assess.ts'
import type { ImportsDependencies } from '../model/dependencies.ts'
import { holds } from './holds.store.ts'
import type { Summary } from '../model/import.ts'
import { objectOf } from '../model/import.view.ts'
import { type ImportWithNames, imports } from '../model/imports.store.ts'
import type { Previews } from './preview.service.ts'

/** Keeping single changes of a preview out, and letting them pass again. */
export class HeldBackChanges {
  readonly #deps: ImportsDependencies
  readonly #previews: Previews
  readonly #foresee: (guid: string) => void

  /** @param foresee is told of an import whose preview means something else now */
  constructor(deps: ImportsDependencies, previews: Previews, foresee: (guid: string) => void) {
    this.#deps = deps
    this.#previews = previews
    this.#foresee = foresee
  }

  /**
   * Keeps a change out of this import and of every later one, until it is released.
   * @throws Refusal `not found`; `conflict` when the import isn't staged or the change is held; `invalid` for a kind that
   *   follows from others
   */
  hold(actor: Actor, guid: string, changeId: number, reason: string): void {
    const row = this.#staged(guid)
    const change = this.#previews.change(guid, changeId)
    if (change.held) throw new DomainError('conflict', `It is held back already: ${change.held.reason}`)
    if (!holdableKinds.includes(change.kind)) {
      throw new DomainError('invalid', 'An entitlement comes and goes with its grants; hold those back.', [
        { field: 'changeId', message: 'can not be held by itself' },
      ])
    }
    const { kind } = change
    if (isMatchKind(kind)) {
      this.#keepMatch(row, actor, change, kind, reason)
      return
    }
    const entitlement = this.#previews.entitlementKey(guid, change)
    this.#reassess(row, actor, 'change.held', change, (tx, at) => {
      holds.insert(tx, {
        sourceId: row.source_id,
        kind,
        userName: change.account?.userName ?? '',
        entitlement,
        reason,
        by: actor.name,
        at,
      })
      imports.log(tx, row.id, at, `${actor.name} holds back "${change.sentence}": ${reason}`)
    })
  }

  /** Holding back a match is deciding it: the account stays with the person that it has, until somebody says otherwise. */
  #keepMatch(row: ImportWithNames, actor: Actor, change: Change, kind: MatchKind, reason: string): void {
    const person = change.before?.['person']
    if (person === undefined || kind === 'matches') {
      throw new DomainError(
        'invalid',
        'There is no person yet that the account could stay with; say in People whose it is.',
        [{ field: 'changeId', message: 'can not be held back' }],
      )
    }
    this.#reassess(row, actor, 'change.held', change, (tx, at) => {
      saveMatch(tx, at, actor, change.account?.id ?? 0, reason)
      imports.log(tx, row.id, at, `${actor.name} keeps ${change.account?.userName ?? ''} with ${person}: ${reason}`)
    })
  }

  /** Lets a held change pass again. @throws Refusal `not found`; `conflict` when the import isn't staged */
  release(actor: Actor, guid: string, changeId: number): void {
    const row = this.#staged(guid)
    const change = this.#previews.change(guid, changeId)
    const hold = heldChanges(this.#deps, row).get(changeId)
    if (!hold) throw notFound('hold')
    this.#reassess(row, actor, 'change.released', change, (tx, at) => {
      holds.release(tx, hold.id, actor.name, at)
      imports.log(tx, row.id, at, `${actor.name} releases "${change.sentence}".`)
    })
  }

  /** A hold changed: what the preview comes to is another thing now, and so is its digest. */
  #reassess(
    row: ImportWithNames,
    actor: Actor,
    action: string,
    change: Change,
    write: (tx: Writer, at: number) => void,
  ): void {
    const { env, emit } = this.#deps
    env.store.transact((tx) => {
      const at = env.clock()
      write(tx, at)
      recordAudit(tx, at, actor, {
        action,
        object: objectOf(row),
        details: {
          application: row.application_guid,
          kind: change.kind,
          account: change.account?.id ?? null,
          entitlement: change.entitlement?.id ?? null,
        },
      })
    })
    const summary = JSON.parse(row.summary ?? '{}') as Summary
    const assessed = assess(this.#deps, row, row.base_seq ?? 0, summary)
    env.store.transact((tx) =>
      imports.setDigest(
        tx,
        row.id,
        assessed.digest,
        JSON.stringify(assessed.summary),
        JSON.stringify(assessed.verdict),
      ),
    )
    emit({ type: 'import', id: row.guid, state: row.state })
    this.#foresee(row.guid)
  }

  #staged(guid: string): ImportWithNames {
    const row = imports.get(this.#deps.env.store.reader, guid)
    if (!row) throw notFound('import')
    if (row.state !== 'staged')
      throw new DomainError('conflict', `This import is ${row.state}; only a staged one can be changed.`)
    return row
  }
}
