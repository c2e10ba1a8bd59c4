import { createReadStream, statSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { Readable } from 'node:stream'
import { ReceivedFile, ReceivedFilePage } from '../../contract/files.ts'
import { Import } from '../../contract/imports.ts'
import { callApi, callAllPages, withReach } from './ask.ts'
import { applicationNamed } from './applications.ts'
import { onlyArgument, required, requireExactlyOne, usage } from './choices.ts'
import { type Command, type Context, dataOption, flag, text } from './command.ts'
import { CliError, type ExitCode, exitCodes } from './exit-codes.ts'
import { describeImport, exitCodeOfStaging, describeQuarantined, waitUntilFinal } from './import-words.ts'
import type { Reach } from './open.ts'

const ends =
  'Ends with 0 when the preview is there and the guard lets it pass, 5 when the file was refused, 7 when somebody must\n' +
  'decide first.'

export const upload: Command = {
  usage: 'FILE [--application NAME] [--no-wait] [--data DIR]',
  description: `Takes an extract in and waits for its preview; nothing is changed by that.\n${ends}`,
  arguments: ['FILE'],
  options: {
    data: dataOption,
    application: { type: 'string', value: 'NAME', help: 'Whose file it is. Default: recognised by name or header.' },
    'no-wait': { type: 'boolean', help: 'End once the file is received; needs a Castellan that runs.' },
  },
  examples: [
    'castellan upload core-2026-06.csv --application "Core Banking"',
    'castellan upload core-2026-06.csv && castellan imports --state staged',
  ],
  async run(context) {
    const path = resolve(onlyArgument(context.positionals, 'file'))
    const facts = fileFacts(path)
    return withReach(context, async (reached) => {
      const owner = text(context, 'application')
      const query = new URLSearchParams({ name: basename(path), modifiedAt: facts.modifiedAt })
      if (owner !== undefined) query.set('applicationId', (await applicationNamed(reached, owner)).id)
      const body = Readable.toWeb(createReadStream(path))
      const file = await callApi(reached, ReceivedFile, `/v1/files?${query.toString()}`, { method: 'POST', body })
      return reportUpload(context, reached, file)
    })
  },
}

export const stage: Command = {
  usage: 'FILE --application NAME [--no-wait] [--data DIR]',
  description:
    'Says whose file it is that was received and that nobody knew, and stages it. FILE is its id or its name in the\n' +
    `list of files. ${ends}`,
  arguments: ['FILE'],
  options: {
    data: dataOption,
    application: { type: 'string', value: 'NAME', help: 'Whose file it is.' },
    'no-wait': { type: 'boolean', help: 'End once it is queued; needs a Castellan that runs.' },
  },
  examples: ['castellan stage export-17.csv --application "Core Banking"'],
  async run(context) {
    const path = onlyArgument(context.positionals, 'file')
    const owner = required(text(context, 'application'), 'application')
    return withReach(context, async (reached) => {
      const waiting = await callAllPages(reached, ReceivedFilePage, '/v1/files?state=unrecognised')
      const { id } = requireExactlyOne(waiting, path, ({ name }) => name, 'file that waits for an application')
      const body = { applicationId: (await applicationNamed(reached, owner)).id }
      const file = await callApi(reached, ReceivedFile, `/v1/files/${id}/assign`, { method: 'POST', body })
      return reportUpload(context, reached, file)
    })
  },
}

/** What became of the file: its import once that has a preview, else why there is none. */
async function reportUpload(context: Context, reached: Reach, file: ReceivedFile): Promise<ExitCode> {
  if (file.importId === null) {
    context.result({ file, import: null }, `${file.name}: ${file.why}`)
    if (file.state === 'unrecognised') context.say(`castellan stage ${file.id} --application NAME`)
    return file.state === 'unrecognised' ? exitCodes.paused : exitCodes.finished
  }
  if (flag(context, 'no-wait') && reached.running) {
    const queued = await callApi(reached, Import, `/v1/imports/${file.importId}`)
    context.result({ file, import: queued }, describeImport(queued))
    return exitCodes.finished
  }
  const importRun = await waitUntilFinal(reached, file.importId)
  context.result({ file, import: importRun }, describeImport(importRun))
  await describeQuarantined(context, reached, importRun)
  return exitCodeOfStaging(importRun)
}

function fileFacts(path: string): { modifiedAt: string } {
  const facts = statSync(path, { throwIfNoEntry: false })
  if (facts === undefined) throw new CliError(exitCodes.usage, `There is no file ${path}.`)
  if (!facts.isFile()) throw usage(`${path} is no file.`)
  return { modifiedAt: new Date(Math.round(facts.mtimeMs)).toISOString() }
}
