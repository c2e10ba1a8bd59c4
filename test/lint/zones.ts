/**
 * Who may import whom, as data. The rule in import-direction.ts reads it; DESIGN gives the reasons.
 * A file belongs to the first zone whose pattern it matches.
 */
export interface Zone {
  readonly name: string
  readonly files: RegExp
  /** Zones whose code it may use. Its own zone is always among them unless `apart` says otherwise. */
  readonly may: readonly string[]
  /** Zones of which it may know the types only. */
  readonly mayKnow?: readonly string[]
  /** Folders of this zone that do not know each other; the first group names the folder. */
  readonly apart?: RegExp
  /** What the zone may take from npm and Node. Absent: anything that is not reserved below. */
  readonly packages?: (name: string) => boolean
  /** Said to whoever breaks it. */
  readonly why: string
}

const transport = ['hono', '@hono/node-server', 'busboy', 'chokidar', 'electron']
const pureBuiltins = ['node:assert', 'node:buffer', 'node:crypto', 'node:path', 'node:util']
const readingBuiltins = [
  ...pureBuiltins,
  'node:fs',
  'node:fs/promises',
  'node:stream',
  'node:string_decoder',
  'node:zlib',
]
const domainMay = (builtins: readonly string[]) => (name: string) =>
  name.startsWith('node:') ? builtins.includes(name) : !transport.includes(name)

const domainWhy = 'the domain knows no transport, no clock and no files: it gets what it needs handed in'

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
    files: /^src\/main\/domain\/imports\/reading\//,
    may: ['contract', 'storage'],
    packages: domainMay(readingBuiltins),
    why: domainWhy,
  },
  {
    name: 'domain',
    files: /^src\/main\/domain\//,
    may: ['contract', 'storage'],
    packages: domainMay(pureBuiltins),
    why: domainWhy,
  },
  {
    name: 'api',
    files: /^src\/main\/api\//,
    may: ['contract', 'domain'],
    mayKnow: ['storage'],
    why: 'the doors translate: they call domain services and hold neither rules nor SQL',
  },
  {
    name: 'instance',
    files: /^src\/main\/instance\//,
    may: [],
    why: 'finding and locking a data directory comes before anything in it is opened',
  },
  {
    name: 'watcher',
    files: /^src\/main\/watcher\//,
    may: ['contract', 'domain'],
    mayKnow: ['storage'],
    why: 'the watcher calls domain services',
  },
  {
    name: 'workers',
    files: /^src\/main\/workers\//,
    may: ['contract', 'domain', 'storage'],
    why: 'a worker does the domain’s bulk work and knows no door',
  },
  {
    name: 'shell',
    files: /^src\/main\/shell\//,
    may: ['contract', 'root'],
    why: 'the shell is a window onto the host and calls only the host',
  },
  {
    name: 'window entry',
    files: /^src\/main\/index\.ts$/,
    may: ['contract', 'root', 'instance', 'api', 'shell'],
    why: 'the entry joins host, door and shell',
  },
  {
    name: 'command line',
    files: /^src\/main\/cli(\.ts$|\/)/,
    may: ['contract', 'root', 'instance', 'api', 'domain'],
    why: 'the command line calls domain services through the host; opening storage is the composition root’s work',
  },
  { name: 'launcher', files: /^src\/main\/start\.ts$/, may: ['root'], why: 'the launcher only decides and spawns' },
  {
    name: 'sample',
    files: /^src\/main\/sample\//,
    may: ['contract'],
    packages: (name) => pureBuiltins.includes(name),
    why: 'the sample is made of data; who imports it is the composition root’s work',
  },
  {
    name: 'root',
    files: /^src\/main\/[^/]+\.ts$/,
    may: ['contract', 'storage', 'domain', 'instance', 'api', 'watcher', 'workers', 'sample'],
    why: 'the composition root is used by the entries and by the shell, not the other way round',
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
    name: 'features',
    files: /^src\/renderer\/features\//,
    may: ['contract', 'client', 'ui', 'renderer'],
    mayKnow: ['preload'],
    apart: /^src\/renderer\/features\/([^/]+)/,
    why: 'a feature never imports another feature nor the main process',
  },
  {
    name: 'renderer',
    files: /^src\/renderer\//,
    may: ['contract', 'client', 'ui', 'features'],
    mayKnow: ['preload'],
    why: 'the renderer reaches the main process through fetch and the preload only',
  },
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
  { packages: /^xlsx(\/|$)/, files: /^$/, why: 'the registry’s xlsx is abandoned and has open vulnerabilities' },
]
