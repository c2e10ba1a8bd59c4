import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ClockStatus } from '../../contract/clock.ts'
import { request } from '../api/client.ts'
import { asProblem } from '../api/problem.ts'
import { useIsPermitted } from '../shared/hooks/use-is-permitted.ts'
import { apiPaths } from '../shared/navigation/paths.ts'
import { Banner } from '../ui/banner.tsx'
import { Button } from '../ui/button.tsx'
import { ConfirmDialog } from '../ui/confirm-dialog.tsx'
import { moment } from '../ui/format.ts'
import { Icon } from '../ui/icon.tsx'
import { text } from './text.ts'

const everyMinute = 60_000

/** Says that the clock of this computer was set back, as long as it is, and lets somebody say that it is right. */
export function ClockStrip() {
  const queries = useQueryClient()
  const canAccept = useIsPermitted('settings:write')
  const [isAsking, setAsking] = useState(false)
  const status = useQuery({
    queryKey: ['clock'],
    queryFn: ({ signal }) => request(ClockStatus, apiPaths.clock, { signal }),
    refetchInterval: everyMinute,
  })
  const accept = useMutation({
    mutationFn: () => request(ClockStatus, apiPaths.acceptClock, { method: 'POST' }),
    onSuccess: () => {
      setAsking(false)
      void queries.invalidateQueries()
    },
  })
  if (!status.data || status.data.behindSeconds === 0) return null
  return (
    <div className="storage-strip" role="alert" aria-label={text.clockTitle}>
      <Icon name="clock" />
      <strong>{text.clockTitle}</strong>
      <span>{text.clockText(moment(status.data.highest))}</span>
      {canAccept && <Button onPress={() => setAsking(true)}>{text.clockIsRight}</Button>}
      <ConfirmDialog
        title={text.clockConfirm}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        action={text.clockAccept}
        danger
        busy={accept.isPending}
        error={
          accept.isError && (
            <Banner kind="error" title={text.clockRefused}>
              {asProblem(accept.error).detail}
            </Banner>
          )
        }
        onConfirm={() => accept.mutate()}
      >
        <p>{text.clockConfirmText}</p>
      </ConfirmDialog>
    </div>
  )
}
