import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { resolve } from 'node:path'
import { AuditVerification } from '../../contract/audit.ts'
import { callApi, callForBytes, withReach } from './ask.ts'
import { required, usage } from './choices.ts'
import { type Command, dataOption, text, texts } from './command.ts'
import { exitCodes } from './exit-codes.ts'
import { shown, when } from './table.ts'

export const verify: Command = {
  usage: '[--against FILE]… [--data DIR]',
  description:
    'Proves the audit log: the chain of its entries, the signed checkpoints, and that the accounts and grants of this\n' +
    'database are those that it says were applied. A checkpoint that was kept elsewhere, such as the receipt beside an\n' +
    'import, also binds whoever has this machine: name it with --against. Ends with 0 when all holds, with 1 when not.\n' +
    'docs/audit.md has the rule, for those who would rather not trust this program.',
  options: {
    data: dataOption,
    against: {
      type: 'string',
      value: 'FILE',
      multiple: true,
      help: 'A checkpoint or a receipt that was kept elsewhere.',
    },
  },
  examples: ['castellan verify', 'castellan verify --against "processed/2026-06-30/17-00-04 core.csv.receipt.json"'],
  async run(context) {
    const against = texts(context, 'against').map((name) => ({ name, text: readText(name) }))
    return withReach(context, async (reached) => {
      const body = { against }
      const verification = await callApi(reached, AuditVerification, '/v1/audit/verify', { method: 'POST', body })
      context.result(verification, describe(verification))
      if (against.length === 0 && !context.json)
        context.say('Nothing was given that was kept elsewhere: who has this machine could have written all of it.')
      return verification.problems.length === 0 ? exitCodes.finished : exitCodes.failure
    })
  },
}

export const auditExport: Command = {
  usage: '--out FILE [--data DIR]',
  description:
    'Writes the whole audit log into a new file, as JSON Lines with the public key and the signed checkpoints, for\n' +
    'somebody who has no Castellan: resources/verify-audit.mjs verifies it with plain Node. The export is itself logged.',
  options: {
    data: dataOption,
    out: { type: 'string', value: 'FILE', help: 'A file that is not there yet.' },
  },
  examples: ['castellan audit export --out audit-2026-06.jsonl'],
  async run(context) {
    const path = resolve(required(text(context, 'out'), 'out'))
    const file = create(path)
    try {
      return await withReach(context, async (reached) => {
        const hash = createHash('sha256')
        let size = 0
        for await (const bytes of await callForBytes(reached, '/v1/audit/export')) {
          hash.update(bytes)
          size += bytes.byteLength
          writeSync(file, bytes)
        }
        fsyncSync(file)
        const sha256 = hash.digest('hex')
        context.result({ file: path, size, sha256 }, `${path}: ${size} bytes, SHA-256 ${sha256}`)
        return exitCodes.finished
      })
    } catch (error) {
      // A partial log would look like a log, and block the next attempt.
      rmSync(path, { force: true })
      throw error
    } finally {
      closeSync(file)
    }
  },
}

function describe(verification: AuditVerification): string {
  const { entries, head, checkpoints, imports, notices, problems } = verification
  const { count, at } = checkpoints
  const signed =
    at === null ? 'no checkpoint yet' : `${count} checkpoints, the newest of ${when(at)} over ${checkpoints.entries}`
  const lines = [`${entries} entries, ${signed}.`, `Head: ${head}`]
  lines.push(
    `${imports.proved} of ${imports.applied} applied imports were computed again from the rows and are the same.`,
  )
  if (imports.withoutPreview > 0)
    lines.push(
      `Of ${imports.withoutPreview} the preview can't be computed again: what was held back is not kept in full.`,
    )
  for (const { seq, what } of notices) lines.push(`Note, entry ${seq}: ${shown(what)}`)
  for (const { seq, what } of problems) lines.push(`PROBLEM${seq > 0 ? `, entry ${seq}` : ''}: ${shown(what)}`)
  lines.push(problems.length === 0 ? 'The log holds.' : 'The log does NOT hold.')
  return lines.join('\n')
}

function readText(name: string): string {
  try {
    return readFileSync(resolve(name), 'utf8')
  } catch {
    throw usage(`${name} can't be read.`)
  }
}

function create(path: string): number {
  try {
    return openSync(path, 'wx', 0o600)
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST'
    throw usage(exists ? `${path} already exists.` : `${path} can't be written.`)
  }
}
