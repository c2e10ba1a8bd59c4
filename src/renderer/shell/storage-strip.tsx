import { useQuery } from '@tanstack/react-query'
import { StorageStatus, type StorageTrouble, storageProblemCodes } from '../../contract/storage.ts'
import { request } from '../api/client.ts'
import { ApiProblem } from '../api/problem.ts'
import { apiPaths } from '../shared/navigation/paths.ts'
import { moment } from '../ui/format.ts'
import { Icon } from '../ui/icon.tsx'
import { text } from './text.ts'

export const storageKey = ['storage'] as const

/** While a fault lasts, the host may be unable to tell of its end; then this asks. */
const whileFaultMs = 5000

/** Says which fault of the disk or the database keeps things from being changed, until it has passed. */
export function StorageStrip() {
  const status = useQuery({
    queryKey: storageKey,
    queryFn: ({ signal }) => request(StorageStatus, apiPaths.storage, { signal }),
    refetchInterval: ({ state }) => (state.data?.trouble || state.error ? whileFaultMs : false),
    retry: false,
  })
  const trouble = status.error ? troubleIn(status.error) : status.data?.trouble
  if (!trouble) return null
  const { title, detail, since } = trouble
  return (
    <div className="storage-strip" role="alert" aria-label={title}>
      <Icon name="error" />
      <strong>{title}</strong>
      <span>
        {detail} {since !== undefined && text.storageSince(moment(since))}
      </span>
    </div>
  )
}

type Shown = Pick<StorageTrouble, 'title' | 'detail'> & Partial<Pick<StorageTrouble, 'since'>>

/** Where even the question can't be answered, the refusal says why. */
function troubleIn(error: Error): Shown | undefined {
  const codes: readonly string[] = storageProblemCodes
  return error instanceof ApiProblem && codes.includes(error.code) ? error : undefined
}
