import type { Reader } from '../../../storage/open.ts'
import { type AccessModel, meetsConditions, type PersonAttributes } from './access-model.ts'
import { accessModels } from './access-models.store.ts'

/** The models of a person: the automatic ones whose conditions they meet, and those that somebody chose. */
export const modelsFor = (db: Reader, person: PersonAttributes, chosen: readonly string[]): AccessModel[] =>
  accessModels
    .all(db)
    .filter(
      (model) =>
        model.isEnabled &&
        (chosen.includes(model.guid) || (model.enrolment === 'automatic' && meetsConditions(model, person))),
    )

/** What some models give together, with the names of the models that say so. */
export interface ModelledAccess {
  readonly entitlement: number
  readonly application: number
  readonly access: string
  readonly models: readonly string[]
}

/** The ideal access of several models. Where two name different levels of one entitlement, the first model's counts. */
export function idealOf(db: Reader, models: readonly AccessModel[]): ReadonlyMap<number, ModelledAccess> {
  const all = new Map<number, ModelledAccess>()
  for (const model of models)
    for (const { entitlement, application, access } of accessModels.ideal(db, model.id)) {
      const known = all.get(entitlement)
      all.set(
        entitlement,
        known
          ? { ...known, models: [...known.models, model.name] }
          : { entitlement, application, access, models: [model.name] },
      )
    }
  return all
}
