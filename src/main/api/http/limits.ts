const KiB = 1024
const MiB = 1024 * KiB
const seconds = 1000

/** What one request may cost before anybody is known. Numbers of the quality bar (A24). */
export const limits = {
  headerBlock: 16 * KiB,
  url: 8 * KiB,
  json: 1 * MiB,
  jsonDepth: 32,
  /** `/openidm` carries attachments as base64 inside JSON: 10 MiB of content and its envelope. */
  openidmJson: 15 * MiB,
  upload: 2 * 1024 * MiB,
  connections: 200,
  headersTimeout: 10 * seconds,
  /** For a whole JSON request; for an upload the longest silence, since its size says nothing about its speed. */
  requestTimeout: 30 * seconds,
  keepAliveTimeout: 5 * seconds,
  /** How long a stopping server waits for answers under way. */
  closing: 4 * seconds,
  /** What one credential may do, and all of them together, by the wire. The window passes no such door. */
  budgets: {
    /** Connections on which nothing has proved a credential; the oldest gives way. */
    unprovedConnections: 40,
    /** How long a body may take that comes with no credential. */
    unprovedBody: 10 * seconds,
    /** After this long, an upload must have come at the least rate, on average since its last check. */
    rateCheckedEvery: 10 * seconds,
    leastBytesASecond: 4 * KiB,
    /** C30; a page in a browser asks more often than a script. The local operator is not counted. */
    callsAMinute: 600,
    personsCallsAMinute: 3000,
    /** Of `/api` and `/openidm`, whose contracts know no limit. */
    facadeCallsAMinute: 3000,
    changesAMinute: 300,
    /** Calls, uploads and heavy calls of one credential that are worked on at once, and that wait for it. */
    callsAtOnce: 8,
    callsWaiting: 64,
    uploadsAtOnce: 4,
    uploadsWaiting: 8,
    heavyAtOnce: 1,
    heavyWaiting: 8,
    /** Heavy calls of everybody that are worked on at once; credentials take turns. */
    heavyAtOnceOfAll: 2,
    /** After a heavy call, its place stays free for as long as it took, and at most this long. */
    heavyRest: 2 * seconds,
    streams: 12,
    streamsOfAll: 100,
    /** A call that takes longer ends 503; an upload and the audit's proof take as long as their size needs. */
    callTime: 60 * seconds,
    heavyTime: 300 * seconds,
  },
} as const

/** The numbers of one listener's budgets. */
export type BudgetNumbers = { readonly [Name in keyof typeof limits.budgets]: number }
