import type { z } from 'zod'

type Issue = Parameters<z.core.$ZodErrorMap>[0]

/**
 * What is wrong with a value, in words that go on from its name: "limit must be at most 1000". Only where the schema
 * says nothing itself.
 * @returns undefined for what has no words here; the library's are said then
 */
export function zodMessages(issue: Issue): string | undefined {
  if (issue.input === undefined) return 'is missing'
  switch (issue.code) {
    case 'invalid_type':
      return `must be ${kinds[issue.expected] ?? issue.expected}`
    case 'invalid_value':
      return issue.values.length === 1
        ? `must be ${String(issue.values[0])}`
        : `must be one of ${issue.values.map(String).join(', ')}`
    case 'too_small':
      return issue.origin === 'string' && Number(issue.minimum) === 1
        ? 'must not be empty'
        : `must ${size(issue.origin, 'at least', issue.minimum)}`
    case 'too_big':
      return `must ${size(issue.origin, 'at most', issue.maximum)}`
    case 'invalid_format':
      return formats[issue.format]
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options)
        ? `must be one of ${issue.options.map(String).join(', ')}`
        : eitherOr(issue.errors)
    default:
      return undefined
  }
}

/** What each of several shapes misses, unless that is more than anybody reads. */
function eitherOr(shapes: readonly (readonly z.core.$ZodIssue[])[]): string | undefined {
  const alternatives = shapes.map((issues) =>
    issues
      .flatMap((issue) =>
        issue.code === 'unrecognized_keys'
          ? issue.keys.map((key) => [...issue.path, key, 'is unknown'])
          : [[...issue.path, issue.message]],
      )
      .map((words) => `${words.slice(0, -1).join('.')} ${String(words.at(-1))}`.trim())
      .join(', '),
  )
  const words = [...new Set(alternatives)].join('; or ')
  return words === '' || words.length > 400 ? undefined : words
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'an array',
  object: 'an object',
  record: 'an object',
  null: 'null',
}

const formats: Readonly<Record<string, string>> = {
  guid: 'must be a GUID',
  uuid: 'must be a GUID',
  datetime: 'must be a time with its zone, as 2026-06-30T17:00:00Z',
  date: 'must be a day, as 2026-06-30',
  email: 'must be an e-mail address',
}

function size(origin: string, bound: string, limit: number | bigint): string {
  if (origin === 'string') return `have ${bound} ${limit} characters`
  if (origin === 'array' || origin === 'set') return `have ${bound} ${limit} entries`
  return `be ${bound} ${limit}`
}
