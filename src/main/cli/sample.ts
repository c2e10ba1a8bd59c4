import { resolve } from 'node:path'
import { required, usage } from './choices.ts'
import { type Command, text } from './command.ts'
import { exitCodes } from './exit-codes.ts'

export const sample: Command = {
  usage: '--data DIR',
  description:
    'Makes the sample workspace in a directory of its own: a fictional credit union with about 300 people and three\n' +
    'applications. Two months are applied, the third waits for a decision, and not all of it is as it should be. It is\n' +
    'opened like any other data directory, and gone when the directory is removed.',
  options: { data: { type: 'string', value: 'DIR', help: 'A directory that is not there yet, or is empty.' } },
  examples: [
    'castellan sample --data ./sample',
    'castellan serve --data ./sample --imports ./sample/imports --port 0 --browser',
  ],
  async run(context) {
    const { createSample } = await import('../workspace/sample/create-sample.ts')
    const dataDir = resolve(required(text(context, 'data'), 'data'))
    const user = await createSample(dataDir, context.parts.worker, Date.now())
    if (user === undefined) throw usage(`${dataDir} already exists and is not empty.`)
    const created = { dataDir, importsDir: resolve(dataDir, 'imports'), ...user }
    context.result(
      created,
      `The sample workspace is in ${dataDir}.\nSign in as ${user.username} with ${user.password}\n\n` +
        `  castellan serve --data ${quoted(dataDir)} --imports ${quoted(created.importsDir)} --browser`,
    )
    return exitCodes.finished
  },
}

const quoted = (path: string): string => (/^[\w./\\:-]+$/.test(path) ? path : `"${path}"`)
