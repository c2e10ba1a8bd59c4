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
    const { createHost } = await import('../host/host.ts')
    const { newPassword } = await import('../workspace/sample/sample-host.ts')
    const { isFree, makeSample, sampleUser, setSamplePassword } = await import('../workspace/sample/make-sample.ts')
    const dataDir = resolve(required(text(context, 'data'), 'data'))
    if (!isFree(dataDir)) throw usage(`${dataDir} is there already, and not empty.`)
    const { worker } = context.parts
    await makeSample(dataDir, worker, Date.now())
    const password = newPassword()
    const host = await createHost({ dataDir, importsDir: null, worker })
    try {
      await setSamplePassword(host, password)
    } finally {
      await host.close()
    }
    const made = { dataDir, importsDir: resolve(dataDir, 'imports'), username: sampleUser, password }
    context.result(
      made,
      `The sample workspace is in ${dataDir}.\nSign in as ${sampleUser} with ${password}\n\n` +
        `  castellan serve --data ${quoted(dataDir)} --imports ${quoted(made.importsDir)} --browser`,
    )
    return exitCodes.finished
  },
}

const quoted = (path: string): string => (/^[\w./\\:-]+$/.test(path) ? path : `"${path}"`)
