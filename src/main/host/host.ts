import { createDispatch, type Dispatch } from '../api/dispatch.ts'
import { pathOf } from '../api/http/address.ts'
import { newRequestId } from '../api/http/problem.ts'
import { loggedAddress } from '../api/logged-address.ts'
import { tellingOf } from '../api/webhook-telling.ts'
import { createAuditTrail } from '../data-dir/audit-trail.ts'
import { createBackups } from '../data-dir/backups.ts'
import { advanceEvents } from '../domain/personnel-events/running/advance.service.ts'
import { proposeEvents } from '../domain/personnel-events/proposals/propose.service.ts'
import { verifyClaims } from '../domain/access-requests/verification/verification.service.ts'
import { createRefusalNotes } from '../domain/audit/notes.service.ts'
import type { Imports } from '../domain/imports/imports.service.ts'
import type { Environment } from '../domain/shared/environment.ts'
import { type Access, createAccess } from '../domain/sign-in/access.service.ts'
import { bestEffort } from '../storage/best-effort.ts'
import { compileQueriesInSlices } from '../storage/query.ts'
import { type AfterImport, createAfterImport } from './after-import.ts'
import { type Background, startBackground } from './background/start-background.ts'
import type { Host, HostConfig } from './host-config.ts'
import { createServices } from './host-services.ts'
import { createImporting } from './importing.ts'
import { type OpenedEnvironment, openEnvironment } from './open-environment.ts'

export type { Host, HostConfig } from './host-config.ts'

/**
 * Composes the program without its window and its port.
 * @throws StorageError when the database can't be opened safely
 * @throws UnusableDatabaseError when the database is missing beside what it leaves, or damaged
 */
export async function createHost(config: HostConfig): Promise<Host> {
  // What commits and the queue of imports bring about is there only once everything has been made.
  const later: Later = {}
  const opened = await openEnvironment(config, {
    applicationChanged: (id) => later.background?.schedules?.applicationChanged(id),
    accountMatched: () => {
      later.imports?.matchesChanged()
      later.background?.scans.accountMatched()
    },
    personChanged: () => later.imports?.matchesChanged(),
    requestsChanged() {
      later.background?.mail.requestsChanged()
      later.background?.personnelEvents.requestsChanged()
    },
  })
  try {
    return compose(config, opened, later)
  } catch (error) {
    // A start that a full disk ended is tried again: nothing of it may go on beside the next one.
    await later.close?.()
    opened.env.store.close()
    throw error
  }
}

interface Later {
  background?: Background
  imports?: Imports
  afterImport?: AfterImport
  /** Ends what was started. */
  close?: () => Promise<void>
}

// oxlint-disable-next-line max-lines-per-function -- composition only: each line makes or joins one part
function compose(config: HostConfig, { env, dataDir, events }: OpenedEnvironment, later: Later): Host {
  const { emit } = events
  const importing = createImporting({ env, dataDir, config, emit, afterImport: (id) => later.afterImport?.run(id) })
  const { imports, runner } = importing
  later.imports = imports
  const access = createAccess(env)
  const audit = createAuditTrail(env, dataDir, config.worker)
  audit.checkpoints.publishAll()
  const backups = createBackups(env, dataDir, config.worker)
  const running = startBackground({
    ...config,
    ...importing,
    env,
    dataDir,
    access,
    audit,
    emit,
    mailPassword: config.mailPassword,
    webhookSecrets: config.webhookSecrets,
    telling: tellingOf(config.apiAddress ?? (() => null)),
    onRecovery: () => later.afterImport?.resume(),
  })
  later.background = running
  const following = createAfterImport(env, {
    'match-accounts': (id) => imports.matchAccounts(id),
    'sign-checkpoint': () => void audit.checkpoints.now(),
    'archive-files': (id) => running.folders.archive(id),
    'verify-claims'(id) {
      verifyClaims(env, imports.get(id).application.id)
      proposeEvents(env, id)
      advanceEvents(env)
    },
    'scan-policies': (id) => running.scans.imported(id),
    notify: (id) => emit({ type: 'application', id: imports.get(id).application.id }),
  })
  later.afterImport = following
  const close = async (): Promise<void> => {
    await running.stopIntake()
    events.close()
    await imports.close()
    await following.close()
    await runner.close()
    await backups.idle()
    await running.close()
  }
  later.close = close
  const dispatch = createDispatch(
    createServices({ env, events, access, audit, backups, importing, background: running, sample: config.sample }),
  )
  imports.recover()
  following.resume()
  compileQueriesInSlices()

  return {
    fetch: loggingTokenCalls(env, access, dispatch),
    identify: (authorization, channel) => access.identify(authorization, channel),
    createOneTimeCode: async () => access.createOneTimeCode(),
    note: createRefusalNotes(env),
    lockAll: () => access.lockAll(),
    listen: events.listen,
    backUpDaily: () => backups.daily(),
    checkDamage: () => running.checkDamage(),
    sweep: async () => running.folders.watching?.sweep(),
    runSchedules: async () => running.schedules?.run(),
    runScans: () => running.scans.run(),
    runPersonnelEvents: () => void advanceEvents(env),
    sendMail: () => running.mail.round(),
    runWebhooks: () => running.webhooks.round(),
    async idle() {
      await imports.idle()
      await following.idle()
      await imports.idle()
    },
    async close() {
      await close()
      access.flush(true)
      if (audit.keyDamage() === null) bestEffort(() => audit.checkpoints.due())
      env.store.close()
    },
  }
}

/** Answers requests, and writes those of tokens into the log of calls. */
const loggingTokenCalls =
  (env: Environment, access: Access, dispatch: Dispatch): Host['fetch'] =>
  async (request, caller) => {
    const started = env.clock()
    const requestId = newRequestId()
    const response = await dispatch(request, caller, requestId)
    if (caller.kind === 'token') {
      const { method, url } = request
      const { status } = response
      const durationMs = env.clock() - started
      // What answered names an object; of what did not, nobody knows what it is.
      const path = status < 400 ? pathOf(url) : loggedAddress(pathOf(url))
      access.noteCall({ tokenId: caller.tokenId, method, path, status, durationMs, requestId })
    }
    return response
  }
