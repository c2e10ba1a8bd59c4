import type { Command } from './command.ts'

/** One line of the overview, and how to get at the rest: a command is loaded when it is used, so the help is quick. */
export interface Entry {
  readonly summary: string
  readonly load: () => Promise<Command>
}

export const commands: Readonly<Record<string, Entry>> = {
  serve: {
    summary: 'Run Castellan without a window, on 127.0.0.1',
    load: async () => (await import('./serve.ts')).serve,
  },
  status: {
    summary: 'Say who has a data directory open, and where it listens',
    load: async () => (await import('./status.ts')).status,
  },
  sample: {
    summary: 'Make the sample workspace: a fictional credit union to try everything on',
    load: async () => (await import('./sample.ts')).sample,
  },
  upload: {
    summary: 'Take an extract in and wait for its preview',
    load: async () => (await import('./upload.ts')).upload,
  },
  stage: {
    summary: 'Say whose file it is that nobody knew, and stage it',
    load: async () => (await import('./upload.ts')).stage,
  },
  imports: {
    summary: 'List imports, newest first',
    load: async () => (await import('./imports.ts')).importsList,
  },
  wait: {
    summary: 'Wait until an import has ended or needs a person',
    load: async () => (await import('./imports.ts')).wait,
  },
  apply: {
    summary: 'Approve a staged import',
    load: async () => (await import('./imports.ts')).apply,
  },
  cancel: {
    summary: 'Stop an import; nothing of it stays',
    load: async () => (await import('./imports.ts')).cancel,
  },
  undo: {
    summary: 'Stage the way back to what counted before an import',
    load: async () => (await import('./imports.ts')).undo,
  },
  'event onboard': {
    summary: 'Report that somebody joins',
    load: async () => (await import('./events.ts')).eventOnboard,
  },
  'event offboard': {
    summary: 'Report that somebody leaves',
    load: async () => (await import('./events.ts')).eventOffboard,
  },
  'event transition': {
    summary: 'Report that somebody’s role changes',
    load: async () => (await import('./events.ts')).eventTransition,
  },
  'event leave': {
    summary: 'Report that somebody goes on leave',
    load: async () => (await import('./events.ts')).eventLeave,
  },
  'event list': {
    summary: 'List personnel events',
    load: async () => (await import('./events.ts')).eventList,
  },
  'event show': {
    summary: 'Show a personnel event with its plan and its progress',
    load: async () => (await import('./events.ts')).eventShow,
  },
  'event cancel': {
    summary: 'Cancel a personnel event',
    load: async () => (await import('./events.ts')).eventCancel,
  },
  'request list': {
    summary: 'List access requests',
    load: async () => (await import('./requests.ts')).requestList,
  },
  'request show': {
    summary: 'Show an access request',
    load: async () => (await import('./requests.ts')).requestShow,
  },
  'request approve': {
    summary: 'Approve what of a request is put to you',
    load: async () => (await import('./requests.ts')).requestApprove,
  },
  'request deny': {
    summary: 'Deny what of a request is put to you',
    load: async () => (await import('./requests.ts')).requestDeny,
  },
  'request provisioned': {
    summary: 'Say that approved access was carried out',
    load: async () => (await import('./requests.ts')).requestProvisioned,
  },
  'model list': {
    summary: 'List access models',
    load: async () => (await import('./models.ts')).modelList,
  },
  'model show': {
    summary: 'Show an access model',
    load: async () => (await import('./models.ts')).modelShow,
  },
  verify: {
    summary: 'Prove the audit log, and the facts that it says were applied',
    load: async () => (await import('./audit.ts')).verify,
  },
  'audit export': {
    summary: 'Write the audit log into a file that a stranger can verify',
    load: async () => (await import('./audit.ts')).auditExport,
  },
  backup: {
    summary: 'Copy the database while everything goes on, and check the copy',
    load: async () => (await import('./backup.ts')).backup,
  },
  'backup list': {
    summary: 'List the backups',
    load: async () => (await import('./backup.ts')).backupList,
  },
  'backup restore': {
    summary: 'Put a backup in the place of the database',
    load: async () => (await import('./backup.ts')).backupRestore,
  },
  'token create': {
    summary: 'Make a token for a script; prints it once',
    load: async () => (await import('./tokens.ts')).tokenCreate,
  },
  'token list': {
    summary: 'List tokens and when they were last used',
    load: async () => (await import('./tokens.ts')).tokenList,
  },
  'token rotate': {
    summary: 'Put a successor in a token’s place; prints it once',
    load: async () => (await import('./tokens.ts')).tokenRotate,
  },
  'token revoke': {
    summary: 'End a token',
    load: async () => (await import('./tokens.ts')).tokenRevoke,
  },
  'user add': {
    summary: 'Create somebody who signs in',
    load: async () => (await import('./users.ts')).userAdd,
  },
  'user list': {
    summary: 'List the people who sign in',
    load: async () => (await import('./users.ts')).userList,
  },
  'user disable': {
    summary: 'Disable a user',
    load: async () => (await import('./users.ts')).userDisable,
  },
  'api on': {
    summary: 'Let scripts in',
    load: async () => (await import('./api.ts')).apiOn,
  },
  'api off': {
    summary: 'Switch the API off',
    load: async () => (await import('./api.ts')).apiOff,
  },
  'api status': {
    summary: 'Say whether scripts are let in',
    load: async () => (await import('./api.ts')).apiStatus,
  },
}

/** The longest name that the line begins with: `token create` before `token`. */
export function findCommand(words: readonly string[], table = commands): { name: string; entry: Entry } | undefined {
  for (const length of [2, 1]) {
    const name = words.slice(0, length).join(' ')
    const entry = words.length >= length && Object.hasOwn(table, name) ? table[name] : undefined
    if (entry !== undefined) return { name, entry }
  }
  return undefined
}
