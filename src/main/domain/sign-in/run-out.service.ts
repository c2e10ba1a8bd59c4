import type { Writer } from '../../storage/open.ts'
import { runOut } from './run-out.store.ts'

/**
 * Ends for good what had run out by a moment that the clock does not show any more: tokens, and every session and code, whose
 * times nobody can tell any more.
 * @returns how many tokens and sessions
 */
export function endWhatRanOut(
  tx: Writer,
  { before, at }: { readonly before: number; readonly at: number },
): { readonly tokens: number; readonly sessions: number } {
  runOut.deleteCodes(tx)
  return { tokens: runOut.endTokens(tx, before, at), sessions: runOut.deleteSessions(tx) }
}
