import { strangersText } from '../domain/shared/strangers-text.ts'
import type { Claim } from './claims.ts'
import type { Companion } from './companions.ts'
import { codeOf } from './shared-folder/planted.ts'

/** What the intake tells people about a file. Names of files are other people's words. */

/** Says which companions don't count, since they were written before the file; nothing when there are none. */
export function olderWords(name: string, companion: Companion | undefined): string {
  const [first] = companion?.older ?? []
  if (first === undefined) return ''
  return `${strangersText(first.name)} is older than ${strangersText(name)}; it waits as if it had none. `
}

/**
 * Why a file with this digest is not what its companions name; undefined when none of them speaks against it. One that was
 * written after the file does, and so does an older one that announces bytes which have not come yet. An older one that
 * names bytes which were taken before belongs to an earlier file.
 */
export function contradiction(
  companion: Companion,
  sha256: string,
  wasTaken: (sha256: string) => boolean,
): string | undefined {
  const { names, older } = companion
  if (older.some((one) => one.sha256 === sha256)) return undefined
  const announced = older.find((one) => one.sha256 !== null && !wasTaken(one.sha256))?.sha256
  const named = companion.sha256 ?? announced ?? sha256
  if (named === sha256) return undefined
  return `${names.map((name) => strangersText(name)).join(' and ')} says that its SHA-256 is ${named}, but it is ${sha256}.`
}

export function claimedWords({ computer, file }: Extract<Claim, { kind: 'theirs' }>): string {
  const where = computer === null ? '' : ` It says that it was made on “${computer}”.`
  return `A claim in this folder says that another Castellan has claimed it: one file is imported by one of them.${where} If that one is gone for good, remove ${file} in this folder.`
}

/** System messages name paths, so only their code is told. */
export function whyNotRead(error: unknown): string {
  const code = codeOf(error)
  if (code !== '') return `It can't be read yet (${code}).`
  return `It can't be read yet: ${error instanceof Error ? strangersText(error.message) : 'something else has its name'}.`
}
