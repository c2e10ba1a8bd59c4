import type { RequestPreview } from '../../../../contract/requests.ts'
import type { Reader } from '../../../storage/open.ts'
import { rulesOf } from '../../catalogue/entry.ts'
import { fieldsNamed } from '../../catalogue/request-fields.service.ts'
import { viewFinding } from '../../policies/finding.view.ts'
import { findingsOf } from './policy-check.service.ts'
import type { Participant } from '../../sign-in/participant.ts'
import { viewPerson, viewPrincipal } from '../../roles/principal.view.ts'
import { findPrincipal } from '../../roles/principals.service.ts'
import { governanceSettings } from '../../settings/governance-settings.service.ts'
import { heldItemsAmong } from '../workflow/holdings.service.ts'
import { openRequestsFor } from '../workflow/read-request.service.ts'
import { mayShowAccessOf } from '../workflow/people-visibility.ts'
import { chainFor } from '../workflow/chains.service.ts'
import { resolveRequestInput, type CreateRequestInput } from './create-input.service.ts'

export interface PreparedPreview {
  readonly people: readonly number[]
  readonly previewPerson: (identity: number) => RequestPreview['people'][number]
  readonly fields: RequestPreview['fields']
}

/**
 * What would become of a request, without making it; what its people hold only to who may see it.
 * @throws DomainError `not-found`, `invalid`
 */
export function previewRequest(db: Reader, participant: Participant, input: CreateRequestInput): RequestPreview {
  const { people, previewPerson, fields } = preparePreview(db, participant, input)
  return { people: people.map(previewPerson), fields }
}

/**
 * The same, person by person: for five hundred of them the caller lets others be answered in between.
 * @throws DomainError `not-found`, `invalid`
 */
export function preparePreview(db: Reader, participant: Participant, input: CreateRequestInput): PreparedPreview {
  const settings = governanceSettings(db)
  const { people, items } = resolveRequestInput(db, input, false)
  const entries = items.map(({ entry }) => entry)
  return {
    people,
    previewPerson: (identity) => {
      const mayShow = mayShowAccessOf(db, participant, identity)
      const held = mayShow ? heldItemsAmong(db, identity, entries) : null
      const underWay = mayShow ? openRequestsFor(db, identity) : []
      return {
        person: viewPerson(db, identity),
        findings: findingsOf(db, participant, identity, items).map((finding) => viewFinding(db, finding)),
        items: items.map(({ entry, input: { action } }) => {
          const { provisioner } = rulesOf(entry.body)
          const carriesOut = provisioner === null ? undefined : findPrincipal(db, provisioner)
          return {
            itemId: entry.key,
            name: entry.displayName,
            held: held?.has(entry.id) === true,
            alreadyRequested: underWay.some((openItem) => openItem.entry === entry.id && openItem.action === action),
            levels: chainFor(db, { entry, action, requestee: identity, settings }).map(({ name, approver }) => ({
              word: name,
              approver: viewPrincipal(db, approver),
            })),
            provisioner: carriesOut ? viewPrincipal(db, carriesOut) : null,
          }
        }),
      }
    },
    fields: items.map(({ entry }) => ({
      itemId: entry.key,
      names: fieldsNamed(db, rulesOf(entry.body).requestFields).map(({ name }) => name),
    })),
  }
}
