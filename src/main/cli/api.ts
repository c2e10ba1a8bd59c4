import { ApiSwitch } from '../../contract/api-switch.ts'
import { callApi, callWithTag, withReach } from './ask.ts'
import { type Command, type Context, dataOption } from './command.ts'
import { exitCodes, type ExitCode } from './exit-codes.ts'
import { when } from './table.ts'

const meaning =
  'While it is off, no token opens anything and the compatible APIs under /api and /openidm answer nobody; the window,\n' +
  'browser sessions and this command line work on.'

export const apiOn: Command = {
  usage: '[--data DIR]',
  description: `Lets scripts in, from the next request on. ${meaning}`,
  options: { data: dataOption },
  examples: ['castellan api on --data ./data'],
  begins: true,
  run: (context) => switchTo(context, true),
}

export const apiOff: Command = {
  usage: '[--data DIR]',
  description: `Shuts scripts out, from the next request on. ${meaning}`,
  options: { data: dataOption },
  examples: ['castellan api off'],
  run: (context) => switchTo(context, false),
}

export const apiStatus: Command = {
  usage: '[--data DIR]',
  description: `Says whether scripts are let in. ${meaning}`,
  options: { data: dataOption },
  examples: ['castellan api status --json'],
  async run(context) {
    return withReach(context, async (reached) => {
      const apiSwitch = await callApi(reached, ApiSwitch, '/v1/settings/api')
      context.result(apiSwitch, describe(apiSwitch))
      return exitCodes.finished
    })
  },
}

async function switchTo(context: Context, enabled: boolean): Promise<ExitCode> {
  return withReach(context, async (reached) => {
    const { tag } = await callWithTag(reached, ApiSwitch, '/v1/settings/api')
    const change = { method: 'PUT', body: { enabled }, headers: { 'if-match': tag } } as const
    const set = await callApi(reached, ApiSwitch, '/v1/settings/api', change)
    context.result(set, describe(set))
    return exitCodes.finished
  })
}

function describe({ enabled, changedAt, changedBy }: ApiSwitch): string {
  const since = changedAt === null ? 'never switched on yet' : `since ${when(changedAt)}, by ${changedBy}`
  return `The API is ${enabled ? 'on' : 'off'} (${since}).`
}
