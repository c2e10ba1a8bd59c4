import type { FieldError } from '../shared/errors.ts'
import { fieldSegment } from '../shared/field-path.ts'
import type { Json } from '../shared/canonical-json.ts'

export const inputTypes = ['text', 'radio', 'select', 'typeahead', 'checkbox', 'datepicker', 'file'] as const
export type InputType = (typeof inputTypes)[number]

/** A question that a request asks beside its item. */
export interface FieldDefinition {
  readonly name: string
  readonly description: string
  readonly inputType: InputType
  readonly inputOptions: readonly string[]
  /** The collection that a typeahead searches. */
  readonly objectType: string | null
  readonly required: boolean
}

const withOptions: readonly InputType[] = ['radio', 'select', 'checkbox']

/** Everything that is wrong with a definition, at once. */
export function validateDefinition({ name, inputType, inputOptions }: FieldDefinition): readonly FieldError[] {
  const errors: FieldError[] = []
  if (name.trim() === '') errors.push({ field: 'name', message: 'is required' })
  if (!inputTypes.includes(inputType))
    errors.push({ field: 'inputType', message: `must be one of ${inputTypes.join(', ')}` })
  if (withOptions.includes(inputType) && inputOptions.length === 0)
    errors.push({ field: 'inputOptions', message: `a ${inputType} needs at least one option` })
  if (new Set(inputOptions).size !== inputOptions.length)
    errors.push({ field: 'inputOptions', message: 'must not repeat an option' })
  return errors
}

/** An upload that came as the value of a `file` field. */
interface FieldFile {
  readonly fileName: string
  readonly fileType: string
  /** Base64. */
  readonly content: string
}

/** The file that an answer is, if it is one. */
export function fileIn(answer: Json | undefined): FieldFile | undefined {
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) return undefined
  const { fileName, fileType, content } = answer as { readonly [name: string]: Json }
  if (typeof fileName !== 'string' || typeof fileType !== 'string' || typeof content !== 'string') return undefined
  return { fileName, fileType, content }
}

const isDate = (value: Json): boolean =>
  typeof value === 'string' && /^\d{4}-\d{2}-\d{2}/.test(value) && !Number.isNaN(Date.parse(value))

/** What is wrong with one answer; undefined when it will do. */
function validateAnswer(
  { inputType, inputOptions }: FieldDefinition,
  value: Json,
  isThere: (longId: string) => boolean,
): string | undefined {
  const oneOf = (choice: Json) => typeof choice === 'string' && inputOptions.includes(choice)
  switch (inputType) {
    case 'text':
      return typeof value === 'string' ? undefined : 'must be text'
    case 'typeahead':
      return typeof value === 'string' && isThere(value) ? undefined : 'must be the long id of something that is there'
    case 'radio':
    case 'select':
      return oneOf(value) ? undefined : `must be one of ${inputOptions.join(', ')}`
    case 'checkbox':
      return Array.isArray(value) && value.every(oneOf) ? undefined : `must be an array of ${inputOptions.join(', ')}`
    case 'datepicker':
      return isDate(value) ? undefined : 'must be a date as 2026-06-30'
    case 'file':
      return fileIn(value) ? undefined : 'must have fileName, fileType and content'
  }
}

const isBlank = (value: Json | undefined): boolean =>
  value === undefined || value === null || value === '' || (Array.isArray(value) && value.length === 0)

/**
 * Everything that is wrong with the answers to some fields, at once. Answers to unknown fields are passed over.
 * @param isThere whether an object id names something
 */
export function validateAnswers(
  fields: readonly FieldDefinition[],
  answers: { readonly [name: string]: Json },
  fieldPath: string,
  isThere: (longId: string) => boolean,
): readonly FieldError[] {
  return fields.flatMap((field) => {
    const value = answers[field.name]
    const at = `${fieldPath}.${fieldSegment(field.name)}`
    if (isBlank(value)) return field.required ? [{ field: at, message: 'is required' }] : []
    const wrong = validateAnswer(field, value ?? null, isThere)
    return wrong === undefined ? [] : [{ field: at, message: wrong }]
  })
}
