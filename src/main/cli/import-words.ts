import { setTimeout as sleep } from 'node:timers/promises'
import {
  changeKindNames,
  Import,
  ImportPage,
  type ImportState,
  matchingOf,
  RejectedRowPage,
} from '../../contract/imports.ts'
import { callApi, callAllPages } from './ask.ts'
import { isGuid, usage } from './choices.ts'
import type { Context } from './command.ts'
import { CliError, type ExitCode, exitCodes } from './exit-codes.ts'
import type { Reach } from './open.ts'
import { shown } from './table.ts'

/** An import by its id, or by the number that lists show. */
export async function findImport(reached: Reach, idOrNumber: string): Promise<Import> {
  if (isGuid(idOrNumber)) return callApi(reached, Import, `/v1/imports/${idOrNumber}`)
  if (!/^\d{1,9}$/.test(idOrNumber)) throw usage(`"${idOrNumber}" is neither the id nor the number of an import.`)
  const importRun = (await callAllPages(reached, ImportPage, '/v1/imports')).find(
    ({ number }) => number === Number(idOrNumber),
  )
  if (importRun === undefined) throw new CliError(exitCodes.conflict, `There is no import ${idOrNumber}.`)
  return importRun
}

const busy: readonly ImportState[] = ['queued', 'staging', 'applying']
const between = { first: 50, most: 1000 }

/** Asks until the import has ended or waits for a person. @throws CliError when the time is over */
export async function waitUntilFinal(
  reached: Reach,
  id: string,
  timeoutSeconds = Number.POSITIVE_INFINITY,
): Promise<Import> {
  const until = performance.now() + timeoutSeconds * 1000
  for (let pause = between.first; ; pause = Math.min(pause * 1.5, between.most)) {
    const importRun = await callApi(reached, Import, `/v1/imports/${id}`)
    if (!busy.includes(importRun.state) && matchingOf(importRun) !== 'pending') return importRun
    if (performance.now() + pause > until)
      throw new CliError(exitCodes.paused, `Import ${id} is still ${importRun.state} after ${timeoutSeconds} seconds.`)
    await sleep(pause)
  }
}

/** How a command ends whose import has come to this. */
export function exitCodeOfImport({ state }: Import): ExitCode {
  switch (state) {
    case 'applied':
    case 'duplicate':
      return exitCodes.finished
    case 'failed':
      return exitCodes.importFailed
    case 'cancelled':
      return exitCodes.canceled
    case 'staged':
    case 'queued':
    case 'staging':
    case 'applying':
      return exitCodes.paused
  }
}

/** Of a command that was to bring an import up to its preview: only the guard makes it wait for somebody. */
export function exitCodeOfStaging(importRun: Import): ExitCode {
  return importRun.state === 'staged' && importRun.guard?.verdict === 'quiet'
    ? exitCodes.finished
    : exitCodeOfImport(importRun)
}

/** What came of an import, with its figures. */
export function describeImport(importRun: Import): string {
  const { id, number, application, state, reconciliation, before, after, guard, failure, held, inDoubt, generation } =
    importRun
  const lines = [`Import ${number} of ${shown(application.name)} is ${state} (${id}).`]
  if (generation !== null) lines.push(`  generation ${generation}`)
  if (reconciliation !== null && reconciliation.read > 0) {
    const { read, applied, unknown, quarantined, duplicate, ignored, noted } = reconciliation
    lines.push(
      `  read ${read} rows: ${applied} used, ${unknown} unknown, ${quarantined} quarantined, ${duplicate} duplicate, ${ignored} ignored; ${noted} notes`,
    )
  }
  const changes = describeChanges(importRun)
  if (changes !== '')
    lines.push(
      `  ${changes}${held > 0 ? `; ${held} held back` : ''}${inDoubt > 0 ? `, ${inDoubt} of them in doubt` : ''}`,
    )
  if (before !== null && after !== null)
    lines.push(`  accounts ${before.accounts} → ${after.accounts}, grants ${before.grants} → ${after.grants}`)
  for (const { message } of state === 'staged' ? (guard?.findings ?? []) : []) lines.push(`  guard: ${message}`)
  if (failure !== null) {
    lines.push(`  ${failure.message}`)
    for (const { line, message, remedy } of failure.problems)
      lines.push(`  ${line === null ? '' : `line ${line}: `}${shown(message)} ${shown(remedy)}`)
  }
  return lines.join('\n')
}

const toldRows = 5
const told: Partial<Record<string, string>> = {
  unknown: 'could not be read',
  quarantined: 'could not be read',
  noted: 'was noted',
}

/** Says of the first rows that could not be used why; the rest are in the window and at the API. */
export async function describeQuarantined(
  context: Context,
  reached: Reach,
  { id, reconciliation }: Import,
): Promise<void> {
  const all = (reconciliation?.quarantined ?? 0) + (reconciliation?.unknown ?? 0) + (reconciliation?.noted ?? 0)
  if (all === 0) return
  const { items } = await callApi(reached, RejectedRowPage, `/v1/imports/${id}/rejected-rows?limit=1000`)
  const shownRows = items.filter(({ disposition }) => disposition in told).slice(0, toldRows)
  for (const { line, disposition, reason } of shownRows)
    context.say(`  line ${line} ${told[disposition]}: ${shown(reason)}`)
  if (all > shownRows.length) context.say(`  and ${all - shownRows.length} more: GET /v1/imports/${id}/rejected-rows`)
}

/** "joins 3, gains 12", or that nothing changes; empty before it is known. */
export function describeChanges({ counts }: Import): string {
  if (counts === null) return ''
  const parts = changeKindNames.flatMap((kind) => (counts[kind] ? [`${kind} ${counts[kind]}`] : []))
  return parts.length === 0 ? 'changes nothing' : parts.join(', ')
}

/** Asks a person yes or no. Only where one sits there. */
export async function requireConfirmation(context: Context, question: string): Promise<boolean> {
  return /^y(es)?$/i.test((await context.question(`${question} [y/N] `)).trim())
}
