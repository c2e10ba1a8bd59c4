import { type Change, holdableKinds, isMatchKind } from '../../../../contract/imports.ts'
import type { Writer } from '../../../storage/open.ts'
import type { Actor } from '../../shared/actor.ts'
import { recordAudit } from '../../audit/audit.service.ts'
import { notFound, DomainError } from '../../shared/errors.ts'
import { confirmMatch } from '../../identities/matching.service.ts'
import { heldChanges } from './assess.ts'
import type { ImportsDependencies } from '../model/dependencies.ts'
import { doubtReleases, everything } from './doubt-releases.store.ts'
import { doubtInWords } from './held-back.ts'
import { holds } from './holds.store.ts'
import { objectOf } from '../model/import.view.ts'
import { type ImportWithNames, imports } from '../model/imports.store.ts'
import type { Previews } from './preview.service.ts'
import { reassessOpenPreviews } from './reassess.ts'

/** Holds single changes of a preview back, and releases them. */
export class HeldBackChanges {
  readonly #deps: ImportsDependencies
  readonly #previews: Previews
  readonly #onChange: (guid: string) => void

  /** @param onChange receives an import whose predicted matches must be computed again */
  constructor(deps: ImportsDependencies, previews: Previews, onChange: (guid: string) => void) {
    this.#deps = deps
    this.#previews = previews
    this.#onChange = onChange
  }

  /**
   * Holds a change back in this import and in every later one, until it is released.
   * @throws DomainError `not-found`; `conflict` when the import isn't staged or the change is held back; `invalid` for a
   *   kind that follows from others
   */
  hold(actor: Actor, guid: string, changeId: number, reason: string): void {
    const row = this.#staged(guid)
    const change = this.#previews.change(guid, changeId)
    if (change.held && !change.held.isDoubt)
      throw new DomainError('conflict', `This change is held back already: ${change.held.reason}`)
    if (!holdableKinds.includes(change.kind)) {
      throw new DomainError('invalid', 'An entitlement appears and disappears with its grants. Hold those back.', [
        { field: 'changeId', message: 'can not be held back by itself' },
      ])
    }
    const { kind } = change
    if (isMatchKind(kind)) {
      this.#confirmMatch(row, actor, change, reason)
      return
    }
    const entitlement = this.#previews.entitlementKey(guid, change)
    this.#reassess(row, actor, { action: 'change.held', details: detailsOf(change) }, (tx, at) => {
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

  /** Holding back a match confirms the present one: the account stays with its person until somebody decides otherwise. */
  #confirmMatch(row: ImportWithNames, actor: Actor, change: Change, reason: string): void {
    const person = change.before?.['person']
    if (person === undefined || change.kind === 'matches') {
      throw new DomainError(
        'invalid',
        'The account belongs to nobody yet, so there is no match to keep. Set it in People.',
        [{ field: 'changeId', message: 'can not be held back' }],
      )
    }
    this.#reassess(row, actor, { action: 'change.held', details: detailsOf(change) }, (tx, at) => {
      confirmMatch(tx, at, actor, { account: change.account?.id ?? 0, reason })
      imports.log(
        tx,
        row.id,
        at,
        `${actor.name} confirms that ${change.account?.userName ?? ''} belongs to ${person}: ${reason}`,
      )
    })
  }

  /** Releases a change. @throws DomainError `not-found`; `conflict` when the import isn't staged */
  release(actor: Actor, guid: string, changeId: number): void {
    const row = this.#staged(guid)
    const change = this.#previews.change(guid, changeId)
    const held = heldChanges(this.#deps, row).get(changeId)
    if (!held) throw notFound('hold')
    this.#reassess(row, actor, { action: 'change.released', details: detailsOf(change) }, (tx, at) => {
      if (held.kind === 'hold') holds.release(tx, held.hold.id, actor.name, at)
      else doubtReleases.insert(tx, { ...anchorsOf(change), importId: row.id, by: actor.name, at })
      const why = held.kind === 'doubt' ? `, though it is in doubt (${doubtInWords(held.doubt)})` : ''
      imports.log(tx, row.id, at, `${actor.name} releases "${change.sentence}"${why}.`)
    })
  }

  /**
   * Lets everything pass that is in doubt in this import, for a reason that the log keeps.
   * @throws DomainError `not-found`; `conflict` when the import isn't staged, or nothing is in doubt
   */
  releaseDoubts(actor: Actor, guid: string, reason: string): void {
    const row = this.#staged(guid)
    const count = [...heldChanges(this.#deps, row).values()].filter(({ kind }) => kind === 'doubt').length
    if (count === 0) throw new DomainError('conflict', 'Nothing is in doubt in this import.')
    this.#reassess(row, actor, { action: 'doubts.released', details: { count, reason } }, (tx, at) => {
      const all = { importId: row.id, kind: everything, account: 0, entitlement: 0 }
      doubtReleases.insert(tx, { ...all, by: actor.name, at })
      imports.log(tx, row.id, at, `${actor.name} releases all ${count} changes that are in doubt: ${reason}`)
    })
  }

  /** A hold changed: every open preview of the application is assessed again. */
  #reassess(
    row: ImportWithNames,
    actor: Actor,
    { action, details }: { readonly action: string; readonly details: Record<string, string | number | null> },
    write: (tx: Writer, at: number) => void,
  ): void {
    const { env } = this.#deps
    env.store.transact((tx) => {
      const at = env.clock()
      write(tx, at)
      recordAudit(tx, at, actor, {
        action,
        object: objectOf(row),
        details: { application: row.application_guid, ...details },
      })
    })
    for (const guid of reassessOpenPreviews(this.#deps, row.source_id)) this.#onChange(guid)
  }

  #staged(guid: string): ImportWithNames {
    const row = imports.get(this.#deps.env.store.reader, guid)
    if (!row) throw notFound('import')
    if (row.state !== 'staged')
      throw new DomainError('conflict', `This import is ${row.state}; only a staged one can be changed.`)
    return row
  }
}

const detailsOf = ({ kind, account, entitlement }: Change) => ({
  kind,
  account: account?.id ?? null,
  entitlement: entitlement?.id ?? null,
})

const anchorsOf = ({ kind, account, entitlement }: Change) => ({
  kind,
  account: account?.id ?? 0,
  entitlement: entitlement?.id ?? 0,
})
