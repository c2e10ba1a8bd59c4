import { AccessModel, AccessModelList } from '../../contract/access-models.ts'
import { callApi } from './ask.ts'
import { tokenOption, withCaller } from './caller.ts'
import { onlyArgument, requireExactlyOne } from './choices.ts'
import { type Command, dataOption } from './command.ts'
import { exitCodes } from './exit-codes.ts'
import { table } from './table.ts'

const options = { data: dataOption, 'token-file': tokenOption } as const

export const modelList: Command = {
  usage: '[--data DIR]',
  description: 'Lists access models: the ideal access of each kind of job.',
  options,
  examples: ['castellan model list', 'castellan model list --json'],
  run: (context) =>
    withCaller(context, async (reached) => {
      const { items } = await callApi(reached, AccessModelList, '/v1/access-models')
      const rows = items.map((model) => [
        model.name,
        model.enabled ? model.enrolment : 'off',
        String(model.people),
        String(model.entitlements.length),
        model.id,
      ])
      const head = ['NAME', 'ENROLMENT', 'PEOPLE', 'ENTITLEMENTS', 'ID']
      context.result({ items }, table(head, rows, 'There are no access models.'))
      return exitCodes.finished
    }),
}

export const modelShow: Command = {
  usage: 'MODEL [--data DIR]',
  description: 'Shows an access model: who is enrolled, what they should have, and how many have it.',
  arguments: ['MODEL'],
  options,
  examples: ['castellan model show Tellers'],
  run: (context) =>
    withCaller(context, async (reached) => {
      const { items } = await callApi(reached, AccessModelList, '/v1/access-models')
      const named = onlyArgument(context.positionals, 'model')
      const { id } = requireExactlyOne(items, named, ({ name }) => name, 'access model')
      const model = await callApi(reached, AccessModel, `/v1/access-models/${id}`)
      const lines = [
        `${model.name}, version ${model.revision + 1}: ${model.people} meet the conditions.`,
        ...model.conditions.map(({ attribute, values }) => `${attribute} is ${values.join(' or ')}.`),
        ...model.entitlements.map(
          ({ application, path, access, holders }) =>
            `${application}: ${path}${access === '' ? '' : ` (${access})`}, held by ${holders}.`,
        ),
      ]
      context.result(model, lines.join('\n'))
      return exitCodes.finished
    }),
}
