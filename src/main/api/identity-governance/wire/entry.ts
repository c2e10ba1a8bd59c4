import type { Entry } from '../../../domain/catalogue/catalogue.service.ts'
import type { RequestField as Field } from '../../../domain/catalogue/request-fields.service.ts'
import type { Resource } from '../crest/envelope.ts'

/** A glossary entry or a bundle (B.2, B.3): what its writer wrote, with id, revision and class. */
export const glossaryItem = ({ key, revision, class: entryClass, body }: Entry): Resource => ({
  ...body,
  _id: key,
  _rev: String(revision),
  class: entryClass,
})

/** A field of the request form (B.4). */
export const requestField = (field: Field): Resource => ({
  _id: field.key,
  _rev: String(field.revision),
  name: field.name,
  description: field.description,
  inputType: field.inputType,
  ...(field.inputOptions.length > 0 ? { inputOptions: field.inputOptions } : {}),
  ...(field.objectType === null ? {} : { objectType: field.objectType }),
  required: field.required,
})
