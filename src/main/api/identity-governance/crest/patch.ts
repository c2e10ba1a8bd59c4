import { badRequest } from './error.ts'
import type { Resource } from './envelope.ts'

const operations = ['add', 'remove', 'replace', 'increment', 'copy', 'move'] as const
type PatchOperation = (typeof operations)[number]

/**
 * Applies `[{operation, field, value?, from?}]` to a copy of an object (D.6). Lists are not changed by index: `-` appends,
 * and removing a value takes every equal one out.
 * @throws CrestError 400 naming the operation
 */
export function applyPatch(object: Resource, body: unknown): Resource {
  if (!Array.isArray(body)) throw badRequest('A patch is an array of operations.')
  const copy = structuredClone(object) as Record<string, unknown>
  for (const [i, operation] of body.entries()) apply(copy, operation as Record<string, unknown>, `[${i}]`)
  return copy
}

function apply(object: Record<string, unknown>, entry: Record<string, unknown>, fieldPath: string): void {
  const operation = operations.find((candidate): candidate is PatchOperation => candidate === entry?.['operation'])
  if (!operation) throw badRequest(`${fieldPath}.operation must be one of ${operations.join(', ')}.`)
  const field = pointer(entry['field'], `${fieldPath}.field`)
  const { value } = entry
  switch (operation) {
    case 'add':
    case 'replace':
      if (value === undefined) throw badRequest(`${fieldPath}.value is required.`)
      return operation === 'add' ? add(object, field, value) : put(object, field, value)
    case 'remove':
      return remove(object, field, value)
    case 'increment': {
      const before = get(object, field)
      if (typeof before !== 'number' || typeof value !== 'number')
        throw badRequest(`${fieldPath} increments numbers by numbers.`)
      return put(object, field, before + value)
    }
    case 'copy':
    case 'move': {
      const from = pointer(entry['from'], `${fieldPath}.from`)
      const movedValue = get(object, from)
      if (movedValue === undefined) throw badRequest(`${fieldPath}.from names nothing.`)
      if (operation === 'move') remove(object, from, undefined)
      return put(object, field, movedValue)
    }
  }
}

function pointer(value: unknown, fieldPath: string): readonly string[] {
  const steps = typeof value === 'string' ? value.replace(/^\//, '').split('/') : []
  if (steps.length === 0 || steps.some((step) => step === '' || step === '__proto__'))
    throw badRequest(`${fieldPath} must be a JSON pointer.`)
  return steps
}

type Container = Record<string, unknown>
const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null

function holder(object: Container, steps: readonly string[]): Container {
  let at = object
  for (const step of steps.slice(0, -1)) {
    const inner = Object.hasOwn(at, step) ? at[step] : undefined
    if (isContainer(inner)) at = inner
    else {
      const container: Container = {}
      at[step] = container
      at = container
    }
  }
  return at
}

const get = (object: Container, steps: readonly string[]): unknown =>
  steps.reduce<unknown>((at, step) => (isContainer(at) && Object.hasOwn(at, step) ? at[step] : undefined), object)

function put(object: Container, steps: readonly string[], value: unknown): void {
  holder(object, steps)[steps.at(-1) ?? ''] = value
}

function add(object: Container, steps: readonly string[], value: unknown): void {
  const appends = steps.at(-1) === '-'
  const path = appends ? steps.slice(0, -1) : steps
  const before = get(object, path)
  if (Array.isArray(before)) put(object, path, [...before, ...(Array.isArray(value) && !appends ? value : [value])])
  else put(object, path, appends ? [value] : value)
}

function remove(object: Container, steps: readonly string[], value: unknown): void {
  const before = get(object, steps)
  if (value === undefined || !Array.isArray(before)) delete holder(object, steps)[steps.at(-1) ?? '']
  else {
    const removedJson = JSON.stringify(value)
    put(
      object,
      steps,
      before.filter((element) => JSON.stringify(element) !== removedJson),
    )
  }
}
