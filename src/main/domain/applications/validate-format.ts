import type { FileGroup } from '../../../contract/applications.ts'
import type { FieldError } from '../shared/errors.ts'
import { fold } from './fold.ts'

/** What is wrong with the rules of how a file is written, by themselves. */
export function formatProblems({ format: { delimiter, columns } }: Pick<FileGroup, 'format'>): FieldError[] {
  const ofDelimiter = /["\r\n]/.test(delimiter)
    ? [{ field: 'format.delimiter', message: 'can be neither a quote nor a line end' }]
    : []
  return [...ofDelimiter, ...columnPlaces(columns)]
}

function columnPlaces(columns: FileGroup['format']['columns']): FieldError[] {
  const seen = new Set<string>()
  let end = 0
  return columns.flatMap(({ name, from, to }, at): FieldError[] => {
    const field = `format.columns.${at}`
    const problems: FieldError[] = []
    if (to <= from) problems.push({ field: `${field}.to`, message: 'must be greater than where the column begins' })
    if (from < end) problems.push({ field: `${field}.from`, message: 'lies within the column before it' })
    if (seen.has(fold(name))) problems.push({ field: `${field}.name`, message: `"${name}" is named twice` })
    seen.add(fold(name))
    end = Math.max(end, to)
    return problems
  })
}
