import type { z } from 'zod'
import type { CatalogueItem, ChainWord, ChangeCatalogueItem, PrincipalRef } from '../../../contract/catalogue.ts'

type Level = z.infer<typeof ChainWord>

/** An approval chain in the form: the default one, no approval, or own approvers. */
export interface ChainDraft {
  readonly mode: 'default' | 'own' | 'nobody'
  readonly levels: readonly Level[]
}

/** The edited state of a catalogue item. */
export interface ItemDraft {
  readonly name: string
  readonly description: string
  readonly requestable: boolean
  /** As typed. */
  readonly risk: string
  readonly owner: PrincipalRef | undefined
  readonly provisioner: PrincipalRef | undefined
  readonly approvers: ChainDraft
  readonly removal: ChainDraft
  readonly parallel: boolean
  readonly asks: readonly string[]
}

const draftOf = (levels: readonly Level[] | null): ChainDraft =>
  levels === null ? { mode: 'default', levels: [] } : { mode: levels.length === 0 ? 'nobody' : 'own', levels }

export const itemDraftOf = (item: CatalogueItem): ItemDraft => ({
  name: item.name,
  description: item.description,
  requestable: item.requestable,
  risk: item.riskLevel === null ? '' : String(item.riskLevel),
  owner: item.owner ?? undefined,
  provisioner: item.provisioner ?? undefined,
  approvers: draftOf(item.approvers),
  removal: draftOf(item.removalApprovers),
  parallel: item.parallel,
  asks: item.requestFields,
})

const isRisk = (typed: string): boolean => /^([1-9]|10)?$/.test(typed.trim())
/** Own approvers without a level: an empty list would mean no approval. */
const isUnnamed = ({ mode, levels }: ChainDraft): boolean => mode === 'own' && levels.length === 0

/** The fields with invalid values. */
export function invalidFields(draft: ItemDraft): ReadonlySet<keyof ItemDraft> {
  const wrong = new Set<keyof ItemDraft>()
  if (draft.name.trim() === '') wrong.add('name')
  if (!isRisk(draft.risk)) wrong.add('risk')
  if (isUnnamed(draft.approvers)) wrong.add('approvers')
  if (isUnnamed(draft.removal)) wrong.add('removal')
  return wrong
}

const levelWords = ({ mode, levels }: ChainDraft): string[] | null =>
  mode === 'default' ? null : mode === 'nobody' ? [] : levels.map(({ word }) => word)

type Change = z.input<typeof ChangeCatalogueItem>

/** The members that determine the approvers, for the preview. */
export const decidersOf = (draft: ItemDraft) =>
  ({
    ownerId: draft.owner?.id ?? null,
    provisionerId: draft.provisioner?.id ?? null,
    approvers: levelWords(draft.approvers),
    removalApprovers: levelWords(draft.removal),
    parallel: draft.parallel,
  }) satisfies Change

/** The request body that saves a draft. */
export function changeOf(kind: CatalogueItem['kind'], draft: ItemDraft): Change {
  const common = { name: draft.name.trim(), description: draft.description.trim() }
  if (kind === 'bundle') return common
  return {
    ...common,
    ...decidersOf(draft),
    requestable: draft.requestable,
    riskLevel: draft.risk.trim() === '' ? null : Number(draft.risk),
    requestFields: [...draft.asks],
  }
}
