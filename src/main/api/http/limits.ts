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
} as const
