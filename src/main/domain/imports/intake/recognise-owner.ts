import { type FileGroup, FileFormat } from '../../../../contract/applications.ts'
import { candidates } from '../../applications/applications.service.ts'
import { type Candidate, matchesPattern, type Recognition, recognise } from '../../applications/recognition.ts'
import type { Environment } from '../../shared/environment.ts'
import { DomainError } from '../../shared/errors.ts'
import type { PrivateFile } from '../../shared/private-file.ts'
import type { IntakeTexts } from '../model/intake-texts.ts'
import { detectDialect } from '../reading/dialect.ts'
import { textBytes } from '../reading/encoding.ts'

interface OwnerContext {
  readonly env: Environment
  readonly texts: IntakeTexts
}

interface OwnerQuery extends Pick<PrivateFile, 'name' | 'sha256'> {
  /** Named by a person or a script; otherwise every application is considered. */
  readonly applicationId?: string | undefined
}

type HeaderFor = (group: Pick<FileGroup, 'format'>) => readonly string[]

/**
 * Finds the application and file group of a file, by its name and its header.
 * @throws DomainError `invalid` when the named application is unknown or archived
 */
export function recogniseOwner({ env, texts }: OwnerContext, { name, sha256, applicationId }: OwnerQuery): Recognition {
  const headerFor = headersOf(texts, sha256)
  const all = candidates(env.store.reader)
  if (applicationId === undefined) return recognise(name, headerFor, all)
  const own = all.filter(({ applicationGuid }) => applicationGuid === applicationId)
  return recogniseWithin(own, name, headerFor)
}

function recogniseWithin(own: readonly Candidate[], name: string, headerFor: HeaderFor): Recognition {
  const [only, second] = own
  if (!only)
    throw new DomainError('invalid', 'There is no such application, or it is archived.', [
      { field: 'applicationId', message: 'is unknown or archived' },
    ])
  if (second) return recognise(name, headerFor, own)
  return { kind: 'one', candidate: only, by: matchesPattern(only.group.pattern, name) ? 'name' : 'header' }
}

/** How a file was recognised, as a person reads it. */
export function describeRecognition(recognition: Recognition): string {
  switch (recognition.kind) {
    case 'one': {
      const { group, applicationName } = recognition.candidate
      return `Recognised by its ${recognition.by} as ${group.name} of ${applicationName}.`
    }
    case 'none':
      return 'No application has a file with this name or this header. Say whose it is.'
    case 'several': {
      const names = recognition.candidates.map(({ applicationName }) => applicationName).join(', ')
      return `Several applications could take it (${names}). Say whose it is.`
    }
  }
}

/** The header of a file as the rules of a group read it. Groups with the same format share one reading. */
function headersOf(texts: IntakeTexts, sha256: string): HeaderFor {
  const headers = new Map<string, readonly string[]>()
  return ({ format }) => {
    const key = JSON.stringify(format)
    const cached = headers.get(key)
    if (cached) return cached
    const path = texts.path(sha256, format.sheet)
    const header =
      path === null ? [] : detectDialect(textBytes(path, texts.facts(path)), FileFormat.parse(format)).dialect.header
    headers.set(key, header)
    return header
  }
}
