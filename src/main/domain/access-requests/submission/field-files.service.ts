import type { Json } from '../../shared/canonical-json.ts'
import { fileIn } from '../../catalogue/request-fields.ts'
import { type FieldError, DomainError } from '../../shared/errors.ts'
import { fieldSegment } from '../../shared/field-path.ts'
import type { GovernanceSettings } from '../../settings/governance-settings.service.ts'
import { validateUpload, saveAttachment } from '../reading/attachments.service.ts'
import type { Request } from '../model/request.ts'
import type { ActionContext } from '../workflow/action-context.ts'
import type { CreateItemInput } from './create-input.service.ts'

/** A file that answers a field, with the item of the input that it came with. */
export interface AnsweredFile {
  readonly input: CreateItemInput
  readonly fileName: string
  readonly fileType: string
  readonly bytes: Buffer
}

/**
 * The files among the answers of an input. They become attachments of its requests, seen by whoever decides on their items.
 * @throws DomainError `invalid` with everything that is wrong, or `too-large`
 */
export function filesIn(settings: GovernanceSettings, wishes: readonly CreateItemInput[]): AnsweredFile[] {
  const errors: FieldError[] = []
  const names = new Set<string>()
  const files = wishes.flatMap((input, i) =>
    Object.entries(input.fields).flatMap(([field, answer]): AnsweredFile[] => {
      const file = fileIn(answer)
      if (!file) return []
      const { fileName, fileType } = file
      const fieldPath = `items.${i}.fields.${fieldSegment(field)}`
      if (names.has(fileName)) errors.push({ field: fieldPath, message: `repeats the file name ${fileName}` })
      names.add(fileName)
      try {
        return [{ input, fileName, fileType, bytes: validateUpload(settings, file) }]
      } catch (error) {
        if (!(error instanceof DomainError) || error.code !== 'invalid') throw error
        errors.push(
          ...error.errors.map((fieldError) => ({
            field: `${fieldPath}.${fieldError.field}`,
            message: fieldError.message,
          })),
        )
        return []
      }
    }),
  )
  if (errors.length > 0) throw new DomainError('invalid', 'This request is not valid.', errors)
  return files
}

/** Of all copies of the files of one action. */
const mostBytes = 256 * 1024 * 1024

/** Each person's request keeps files of its own. @throws DomainError `too-large` */
export function validateCopies(files: readonly AnsweredFile[], people: number): void {
  const bytes = people * files.reduce((sum, file) => sum + file.bytes.length, 0)
  if (bytes > mostBytes)
    throw new DomainError(
      'too-large',
      `Files for ${people} people would be ${bytes} bytes; ask for fewer people at once.`,
    )
}

/** Attaches the files to the items that their input became: several, where it was for a bundle. */
export function saveFiles(
  ctx: ActionContext,
  request: Request,
  createdItems: readonly { readonly id: number; readonly input: CreateItemInput }[],
  files: readonly AnsweredFile[],
): void {
  for (const { input, ...file } of files) {
    const items = createdItems.filter((item) => item.input === input).map(({ id }) => id)
    saveAttachment(ctx, request, file, items)
  }
}

/** The answer holds the name of the file; its bytes are stored as an attachment. */
export const withoutContents = (answers: { readonly [name: string]: Json }): { readonly [name: string]: Json } =>
  Object.fromEntries(Object.entries(answers).map(([name, value]) => [name, fileIn(value)?.fileName ?? value]))
