/**
 * Measures the numbers that the project promises, as ratios inside one run: absolute times mean nothing on a shared machine.
 *
 *     npm run bench -- [--rows 1000000] [--rounds 3] [--only import,memory,history,api,audit,governance,events,openidm,promptness,access]
 */
import { parseArgs } from 'node:util'
import { benchAccess } from './access.ts'
import { benchApi } from './api.ts'
import { benchAudit } from './audit.ts'
import { benchEvents } from './events.ts'
import { benchGovernance } from './governance.ts'
import { benchHistory } from './history.ts'
import { benchImport, benchMemory } from './imports.ts'
import { benchOpenIdm } from './openidm.ts'
import { benchPromptness } from './promptness.ts'

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    rounds: { type: 'string', default: '3' },
    only: { type: 'string', default: 'import,memory,history,api,audit,governance,events,openidm,promptness,access' },
  },
})
const [rows, rounds] = [Number(values.rows), Number(values.rounds)]
const wanted = new Set(values.only.split(','))

if (wanted.has('import')) await benchImport(rows, rounds)
if (wanted.has('memory')) await benchMemory(rows)
if (wanted.has('history')) benchHistory(rows * 5)
if (wanted.has('api')) await benchApi(rounds)
if (wanted.has('audit')) await benchAudit(rows / 5)
if (wanted.has('governance')) await benchGovernance()
if (wanted.has('events')) benchEvents()
if (wanted.has('openidm')) await benchOpenIdm(rounds)
if (wanted.has('promptness')) await benchPromptness(rounds)
if (wanted.has('access')) await benchAccess()
