/**
 * Who may import whom, as data: import-direction.ts reads it, docs/architecture.md draws it, rules.test.ts proves it.
 * The zones stand in order: each may import only zones above it in this list, and of those only what `may` names.
 * A file belongs to the first zone whose pattern it matches.
 */
export interface Zone {
  readonly name: string
  readonly files: RegExp
  /** Zones whose code it may use, besides its own. */
  readonly may: readonly string[]
  /** Zones of which it may know the types only. */
  readonly mayKnow?: readonly string[]
  /** Folders of this zone that do not know each other; the first group names the folder. */
  readonly apart?: RegExp
  /** What the zone may take from npm and Node. Absent: anything that is not reserved below. */
  readonly packages?: (name: string) => boolean
  /** The message for whoever breaks it. */
  readonly why: string
}

const transportPackages = ['hono', '@hono/node-server', 'busboy', 'chokidar', 'electron']
const pureBuiltins = ['node:assert', 'node:buffer', 'node:crypto', 'node:path', 'node:util']
const readingBuiltins = [
  ...pureBuiltins,
  'node:fs',
  'node:fs/promises',
  'node:stream',
  'node:string_decoder',
  'node:zlib',
]
const domainPackages = (builtins: readonly string[]) => (name: string) =>
  name.startsWith('node:') ? builtins.includes(name) : !transportPackages.includes(name)

const domainWhy = 'the domain knows no transport, no clock and no files: it gets what it needs handed in'
const facadeWhy =
  'the APIs translate: they call domain services, hold neither rules nor SQL, and do not know each other'

export const zones: readonly Zone[] = [
  {
    name: 'contract',
    files: /^src\/contract\//,
    may: [],
    packages: (name) => name === 'zod',
    why: 'the contract is shared by every side and imports only zod',
  },
  {
    name: 'storage',
    files: /^src\/main\/storage\//,
    may: ['contract'],
    why: 'storage serves the domain and knows nothing above it',
  },
  {
    name: 'domain',
    files: /^src\/main\/domain\/sign-in\/tokens\//,
    may: ['contract', 'storage'],
    // For its crc32, the checksum of a token.
    packages: domainPackages([...pureBuiltins, 'node:zlib']),
    why: domainWhy,
  },
  {
    name: 'domain',
    files: /^src\/main\/domain\/imports\/reading\//,
    may: ['contract', 'storage'],
    packages: domainPackages(readingBuiltins),
    why: domainWhy,
  },
  {
    name: 'domain',
    files: /^src\/main\/domain\//,
    may: ['contract', 'storage'],
    packages: domainPackages(pureBuiltins),
    why: domainWhy,
  },
  {
    name: 'instance',
    files: /^src\/main\/instance\//,
    may: ['contract', 'storage'],
    why: 'finding and locking a data directory comes before anything in it is opened',
  },
  {
    name: 'workers',
    files: /^src\/main\/workers\//,
    may: ['contract', 'storage', 'domain'],
    why: 'a worker does the domain’s bulk work and knows no API',
  },
  {
    name: 'data directory',
    files: /^src\/main\/data-dir\//,
    may: ['contract', 'storage', 'domain', 'instance', 'workers'],
    why: 'what lies beside the database serves the host and knows neither API nor transport',
  },
  {
    name: 'watcher',
    files: /^src\/main\/watcher\//,
    may: ['contract', 'domain'],
    mayKnow: ['storage'],
    why: 'the watcher calls domain services',
  },
  {
    name: 'http',
    files: /^src\/main\/api\/http\//,
    may: ['contract', 'domain'],
    mayKnow: ['storage'],
    why: 'what the three APIs share knows none of them',
  },
  {
    name: 'facades',
    files: /^src\/main\/api\/(?:native|permission-assist|identity-governance)\//,
    may: ['contract', 'domain', 'http'],
    mayKnow: ['storage'],
    apart: /^src\/main\/api\/([^/]+)/,
    why: facadeWhy,
  },
  {
    name: 'openapi',
    files: /^src\/main\/api\/openapi\//,
    may: ['contract', 'http', 'facades'],
    why: 'the document is made from the routes',
  },
  {
    name: 'api',
    files: /^src\/main\/api\//,
    may: ['contract', 'domain', 'http', 'facades', 'openapi'],
    why: 'it chooses which API answers a path, and nothing more',
  },
  {
    name: 'transport',
    files: /^src\/main\/transport\//,
    may: ['contract', 'http', 'api'],
    mayKnow: ['data directory'],
    why: 'a transport proves who is calling and what a request is; what it means is for the APIs',
  },
  {
    name: 'boot',
    files: /^src\/main\/boot\//,
    may: [],
    mayKnow: ['domain'],
    why: 'what runs before anything is opened loads nothing',
  },
  {
    name: 'background',
    files: /^src\/main\/host\/background\//,
    may: ['contract', 'storage', 'domain', 'data directory', 'watcher', 'workers'],
    why: 'background work is started by the host and knows neither API nor transport',
  },
  {
    name: 'host',
    files: /^src\/main\/host\//,
    may: ['contract', 'storage', 'domain', 'data directory', 'watcher', 'workers', 'http', 'api', 'boot', 'background'],
    why: 'the host composes the program without a window and without a port',
  },
  {
    name: 'sample data',
    files: /^src\/main\/workspace\/sample\/data\//,
    may: ['contract'],
    packages: (name) => pureBuiltins.includes(name),
    why: 'the sample is made of data; who imports it is for the workspace',
  },
  {
    name: 'workspace',
    files: /^src\/main\/workspace\//,
    may: ['contract', 'domain', 'instance', 'data directory', 'http', 'transport', 'boot', 'host', 'sample data'],
    why: 'a workspace opens one data directory and its transports; the entries and the shell use it',
  },
  {
    name: 'shell',
    files: /^src\/main\/shell\//,
    may: ['contract', 'data directory', 'boot', 'workspace'],
    why: 'the shell is a window onto the workspace',
  },
  {
    name: 'command line',
    files: /^src\/main\/cli(\.ts$|\/)/,
    may: ['contract', 'instance', 'data directory', 'transport', 'boot', 'workspace'],
    why: 'the command line speaks to a host over its API; opening a data directory is for the workspace',
  },
  { name: 'launcher', files: /^src\/main\/start\.ts$/, may: ['boot'], why: 'the launcher only decides and spawns' },
  {
    name: 'window entry',
    files: /^src\/main\/index\.ts$/,
    may: ['boot', 'shell'],
    why: 'the entry only hands the program files to the shell',
  },
  {
    name: 'loose file',
    files: /^src\/main\/[^/]+\.ts$/,
    may: [],
    packages: () => false,
    why: 'src/main holds its three entries and folders: put the file in the folder that it belongs to',
  },
  { name: 'preload', files: /^src\/preload\//, may: ['contract'], why: 'the preload never imports the main process' },
  {
    name: 'ui',
    files: /^src\/renderer\/ui\//,
    may: ['contract'],
    why: 'ui parts are presentational: no data access, no features',
  },
  {
    name: 'client',
    files: /^src\/renderer\/api\//,
    may: ['contract'],
    mayKnow: ['preload'],
    why: 'the fetch client stands on the contract alone',
  },
  {
    name: 'navigation',
    files: /^src\/renderer\/shared\/(?:navigation|hooks)\//,
    may: ['contract', 'ui', 'client'],
    mayKnow: ['preload'],
    why: 'addresses and small hooks are used everywhere and know no screen',
  },
  {
    name: 'commands',
    files: /^src\/renderer\/commands\//,
    may: ['contract', 'ui', 'client', 'navigation'],
    why: 'the registry of commands knows no feature: features register theirs',
  },
  {
    name: 'shared parts',
    files: /^src\/renderer\/shared\//,
    may: ['contract', 'ui', 'client', 'navigation', 'commands'],
    mayKnow: ['preload'],
    why: 'what several features share knows none of them',
  },
  {
    name: 'features',
    files: /^src\/renderer\/features\//,
    may: ['contract', 'ui', 'client', 'navigation', 'commands', 'shared parts'],
    mayKnow: ['preload'],
    apart: /^src\/renderer\/features\/([^/]+)/,
    why: 'a feature never imports another feature nor the main process',
  },
  {
    name: 'page frame',
    files: /^src\/renderer\/shell\//,
    may: ['contract', 'ui', 'client', 'navigation', 'commands', 'shared parts'],
    mayKnow: ['preload'],
    why: 'the frame around the screens knows no feature: the app hands them in',
  },
  {
    name: 'renderer',
    files: /^src\/renderer\//,
    may: ['contract', 'ui', 'client', 'navigation', 'commands', 'shared parts', 'features', 'page frame'],
    mayKnow: ['preload'],
    why: 'the renderer reaches the main process through fetch and the preload only',
  },
]

/** A module of the domain. It may import only modules that stand before it. */
export interface DomainModule {
  readonly name: string
  /**
   * Files that others may import besides its `*.service.ts` and `*.view.ts`: types, pure rules and values, without
   * their ending. A `*.store.ts` is never among them. `*` opens the whole module.
   */
  readonly opens: readonly string[]
}

/** The stair of the domain, lowest step first. */
export const domainStair: readonly DomainModule[] = [
  { name: 'shared', opens: ['*'] },
  { name: 'authorization', opens: ['*'] },
  { name: 'idempotency', opens: [] },
  { name: 'audit', opens: ['audit', 'chain', 'checkpoint', 'claims', 'differences'] },
  { name: 'identities', opens: ['access-facts', 'matching', 'merged-attributes', 'same-name'] },
  {
    name: 'applications',
    opens: ['fold', 'profiles', 'recognition', 'rules', 'schedule', 'suggest-rules', 'validate-rules'],
  },
  { name: 'roles', opens: ['principal'] },
  { name: 'sign-in', opens: ['managed-sign-in', 'participant', 'tokens/call-log'] },
  { name: 'managed-users', opens: ['properties'] },
  { name: 'settings', opens: [] },
  { name: 'catalogue', opens: ['entry', 'item-action', 'request-fields'] },
  { name: 'notifications', opens: ['templates'] },
  {
    name: 'policies',
    opens: [
      'expression',
      'scans/quartz',
      'scans/scan-schedule',
      'scans/scan-scope',
      'scans/scans',
      'scans/transact-in-steps',
    ],
  },
  {
    name: 'access-requests',
    opens: [
      'model/list-filter',
      'model/privilege',
      'model/request',
      'model/task',
      'reading/visibility',
      'workflow/action-context',
      'workflow/deadlines',
      'workflow/default-group',
      'workflow/has-left',
      'workflow/may-decide',
      'workflow/people-visibility',
      'workflow/request-objects',
    ],
  },
  {
    name: 'personnel-events',
    opens: ['items/item-status', 'model/event', 'models/access-model', 'voting/requirements'],
  },
  { name: 'webhooks', opens: ['webhook', 'secrets', 'target'] },
  { name: 'jobs', opens: ['jobs', 'cell-note'] },
  {
    name: 'imports',
    opens: [
      'history/metrics',
      'intake/api-staging',
      'intake/receipt',
      'model/intake-texts',
      'reading/bytes',
      'reading/cell-notes',
      'reading/encoding',
      'reading/file-kind',
      'reading/records',
      'reading/row-shape',
      'rows/fingerprint',
      'rows/header-problems',
      'rows/mapping',
      'rows/row',
      'rows/read-record',
    ],
  },
  { name: 'home', opens: [] },
]

/** Packages that only the named files may import; everybody else is refused, whatever the zone allows. */
export const reserved: readonly { readonly packages: RegExp; readonly files: RegExp; readonly why: string }[] = [
  {
    packages: /^electron(\/|$)/,
    files: /^src\/(main\/shell\/|main\/index\.ts$|preload\/)/,
    why: 'Electron stays under src/main/shell, src/main/index.ts and src/preload, so that the host runs without it',
  },
  {
    packages: /^(node:)?(child_process|cluster)$/,
    files: /^src\/main\/start\.ts$/,
    why: 'only the launcher starts processes: nothing that the API reaches may launch a program',
  },
  {
    packages: /^(node:)?fs(\/promises)?$/,
    files: /^(?!src\/main\/watcher\/)|^src\/main\/watcher\/(?:shared-folder\/|private-copy\.ts$)/,
    why: 'in a watched folder others may write too, so only src/main/watcher/shared-folder touches one: it follows no link and replaces nothing',
  },
  { packages: /^xlsx(\/|$)/, files: /^$/, why: 'the registry’s xlsx is abandoned and has open vulnerabilities' },
]
