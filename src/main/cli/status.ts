import { type Command, dataOption } from './command.ts'
import { exitCodes } from './exit-codes.ts'
import { dataDirOf } from './open.ts'

export const status: Command = {
  usage: '[--data DIR]',
  description:
    'Says whether a Castellan has the data directory open. One that listens must first prove that it is the one\n' +
    'which the discovery file names. Ends with 0 when it runs, with 8 when it does not.',
  options: { data: dataOption },
  examples: ['castellan status --data ./data', 'castellan status --json'],
  async run(context) {
    const dataDir = dataDirOf(context)
    const { findInstance } = await import('../instance/find.ts')
    const instance = await findInstance(dataDir)
    switch (instance.state) {
      case 'running': {
        const { url, port, pid, version, mode } = instance.instance
        context.result(
          { state: 'running', url, port, pid, version, mode },
          `Castellan ${version} runs at ${url} (process ${pid}).`,
        )
        return exitCodes.finished
      }
      case 'silent': {
        const { pid, version, mode } = instance.discovery
        const words = `Castellan ${version} runs (process ${pid}) and listens on no port.`
        context.result({ state: 'silent', url: null, port: null, pid, version, mode }, words)
        return exitCodes.finished
      }
      case 'impostor':
        context.say(
          `Port ${instance.port} is answered by a program that can't prove to be Castellan. Nothing was sent there.`,
        )
        context.result({ state: 'impostor', port: instance.port }, 'Not running.')
        return exitCodes.notRunning
      case 'nobody':
        context.result({ state: 'not running' }, 'Not running.')
        return exitCodes.notRunning
    }
  },
}
