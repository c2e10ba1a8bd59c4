import { Import, ImportPage, ImportState } from '../../contract/imports.ts'
import { callApi, callAllPages, withReach } from './ask.ts'
import { duration, listOf, onlyArgument, usage } from './choices.ts'
import { applicationNamed } from './applications.ts'
import { type Command, type Context, dataOption, flag, text } from './command.ts'
import { exitCodes } from './exit-codes.ts'
import {
  requireConfirmation,
  describeChanges,
  describeImport,
  exitCodeOfImport,
  exitCodeOfStaging,
  findImport,
  describeQuarantined,
  waitUntilFinal,
} from './import-words.ts'
import { table, when } from './table.ts'

const importHelp = 'IMPORT is its id, or its number in "castellan imports".'

export const importsList: Command = {
  usage: '[--application NAME] [--state STATE] [--limit N] [--data DIR]',
  description: 'Lists imports, newest first.',
  options: {
    data: dataOption,
    application: { type: 'string', value: 'NAME', help: 'Only of this application.' },
    state: { type: 'string', value: 'STATE', help: `Only in this state: ${ImportState.options.join(', ')}.` },
    limit: { type: 'string', value: 'N', help: 'How many at most. Default: 20.' },
  },
  examples: ['castellan imports --state staged', 'castellan imports --application "Core Banking" --json'],
  async run(context) {
    const limit = Number(text(context, 'limit') ?? '20')
    if (!Number.isInteger(limit) || limit < 1) throw usage('--limit takes a whole number from 1.')
    const [state] = listOf(text(context, 'state') ?? 'any', ['any', ...ImportState.options], 'state')
    const application = text(context, 'application')
    return withReach(context, async (reached) => {
      const filter = new URLSearchParams()
      if (application !== undefined) filter.set('applicationId', (await applicationNamed(reached, application)).id)
      if (state !== undefined && state !== 'any') filter.set('state', state)
      const items = await callAllPages(reached, ImportPage, `/v1/imports?${filter.toString()}`, limit)
      const rows = items.map((item) => [
        String(item.number),
        item.application.name,
        item.state,
        describeChanges(item),
        when(item.createdAt),
        item.createdBy,
        item.id,
      ])
      const head = ['NO.', 'APPLICATION', 'STATE', 'CHANGES', 'CREATED', 'BY', 'ID']
      context.result({ items }, table(head, rows, 'There are no imports.'))
      return exitCodes.finished
    })
  },
}

export const wait: Command = {
  usage: 'IMPORT [--for staged] [--timeout 10m] [--data DIR]',
  description:
    `Waits until an import has ended or can’t go on without a person. ${importHelp}\n` +
    'Ends with 0 when it is applied, 5 when it failed, 6 when it was cancelled, 7 when it waits for somebody or the\n' +
    'time is over. With --for staged, a preview that the guard lets pass is the end it waits for.',
  arguments: ['IMPORT'],
  options: {
    data: dataOption,
    for: { type: 'string', value: 'END', help: 'staged or applied. Default: applied.' },
    timeout: { type: 'string', value: '10m', help: 'How long at most. Default: no limit.' },
  },
  examples: ['castellan wait 12 --timeout 10m', 'castellan wait 12 --for staged && castellan apply 12 --yes'],
  async run(context) {
    const idOrNumber = onlyArgument(context.positionals, 'import')
    const [end] = listOf(text(context, 'for') ?? 'applied', ['staged', 'applied'], 'end to wait for')
    const limit = text(context, 'timeout')
    const seconds = limit === undefined ? Number.POSITIVE_INFINITY : duration(limit, 'timeout')
    return withReach(context, async (reached) => {
      const { id } = await findImport(reached, idOrNumber)
      const importRun = await waitUntilFinal(reached, id, seconds)
      context.result(importRun, describeImport(importRun))
      await describeQuarantined(context, reached, importRun)
      return end === 'staged' ? exitCodeOfStaging(importRun) : exitCodeOfImport(importRun)
    })
  },
}

export const apply: Command = {
  usage: 'IMPORT [--override REASON] [--digest DIGEST] [--yes] [--data DIR]',
  description:
    `Approves a staged import and waits until it counts. ${importHelp}\n` +
    'An import that the guard stopped needs --override with a reason, for this one run. On a terminal it asks first.',
  arguments: ['IMPORT'],
  options: {
    data: dataOption,
    override: { type: 'string', value: 'REASON', help: 'Apply although the guard stopped it; goes into the log.' },
    digest: { type: 'string', value: 'DIGEST', help: 'Apply only if the preview is still the one with this digest.' },
    yes: { type: 'boolean', help: 'Do not ask.' },
  },
  examples: ['castellan apply 12', 'castellan apply 12 --yes --override "branch 7 was closed, see ticket 4711"'],
  async run(context) {
    const idOrNumber = onlyArgument(context.positionals, 'import')
    const reason = text(context, 'override')
    return withReach(context, async (reached) => {
      const staged = await findImport(reached, idOrNumber)
      if (staged.state === 'staged' && !(await mayApply(context, staged, reason))) return exitCodes.paused
      const digest = text(context, 'digest') ?? staged.digest ?? 'none'
      const body = { digest, ...(reason === undefined ? {} : { override: { reason } }) }
      await callApi(reached, Import, `/v1/imports/${staged.id}/apply`, { method: 'POST', body })
      const importRun = await waitUntilFinal(reached, staged.id)
      context.result(importRun, describeImport(importRun))
      if (importRun.state === 'staged') context.say('It was staged again meanwhile: look at the new preview.')
      return exitCodeOfImport(importRun)
    })
  },
}

export const cancel: Command = {
  usage: 'IMPORT [--data DIR]',
  description: `Stops an import; nothing of it stays. ${importHelp}`,
  arguments: ['IMPORT'],
  options: { data: dataOption },
  examples: ['castellan cancel 12'],
  async run(context) {
    const idOrNumber = onlyArgument(context.positionals, 'import')
    return withReach(context, async (reached) => {
      const { id } = await findImport(reached, idOrNumber)
      await callApi(reached, Import, `/v1/imports/${id}/cancel`, { method: 'POST' })
      const importRun = await waitUntilFinal(reached, id)
      context.result(importRun, describeImport(importRun))
      return importRun.state === 'cancelled' ? exitCodes.finished : exitCodes.conflict
    })
  },
}

export const undo: Command = {
  usage: 'IMPORT [--data DIR]',
  description:
    `Stages the way back to what counted before an import. ${importHelp} It must be the one that counts now.\n` +
    'Going back is an import of its own: see its preview and apply it.',
  arguments: ['IMPORT'],
  options: { data: dataOption },
  examples: ['castellan undo 12', 'castellan apply 13'],
  async run(context) {
    const idOrNumber = onlyArgument(context.positionals, 'import')
    return withReach(context, async (reached) => {
      const { id } = await findImport(reached, idOrNumber)
      const rollback = await callApi(reached, Import, `/v1/imports/${id}/undo`, { method: 'POST' })
      const importRun = await waitUntilFinal(reached, rollback.id)
      context.result(importRun, describeImport(importRun))
      return exitCodeOfStaging(importRun)
    })
  },
}

async function mayApply(context: Context, staged: Import, reason: string | undefined): Promise<boolean> {
  const tripped = staged.guard?.verdict === 'tripped'
  if (tripped && reason === undefined) {
    context.say(`${describeImport(staged)}\nThe guard stopped it. To apply it all the same: --override REASON.`)
    return false
  }
  if (!context.interactive || flag(context, 'yes')) return true
  context.say(describeImport(staged))
  return requireConfirmation(context, 'Apply it?')
}
