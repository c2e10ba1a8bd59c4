import { useMutation, useQueryClient } from '@tanstack/react-query'
import { ApiSwitch } from '../../../contract/api-switch.ts'
import { request } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { moment } from '../../ui/format.ts'
import { announce } from '../../ui/live-region.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { apiKeys, useApiSwitch, useListenerStatus } from './queries.ts'
import { text } from './text.ts'

/** Whether scripts may call at all, and where. */
export function SwitchPanel() {
  const mayRead = useIsPermitted('settings:read')
  const mayWrite = useIsPermitted('settings:write')
  const found = useApiSwitch(mayRead)
  const door = useListenerStatus()
  const set = useSwitch()
  if (!mayRead) return null
  if (found.isPending) return <Skeleton lines={2} />
  if (found.isError) return <Banner kind="error" title={asProblem(found.error).detail} />
  const now = found.data
  const problem = set.isError ? asProblem(set.error) : undefined
  return (
    <section className="api-switch" aria-label={now.enabled ? text.on : text.off} data-on={now.enabled || undefined}>
      <div className="api-switch-words">
        <h2>
          <span className="status-dot" data-state={now.enabled ? 'live' : 'off'} aria-hidden="true" />
          {now.enabled ? text.on : text.off}
        </h2>
        <p className="muted">{now.enabled ? text.onText : text.offText}</p>
        <p className="muted">
          {now.changedBy && now.changedAt ? text.changed(now.changedBy, moment(now.changedAt)) : text.neverChanged}
          {!mayWrite && ` ${text.maySwitchNot}`}
        </p>
      </div>
      {door && (
        <dl className="api-door">
          <dt>{text.address}</dt>
          <dd className="mono">{door.origin}</dd>
          <dt>{text.port}</dt>
          <dd className="mono">{door.port}</dd>
          <dd className="muted">{text.onlyHere}</dd>
        </dl>
      )}
      {mayWrite && (
        <Button
          variant={now.enabled ? 'plain' : 'primary'}
          isPending={set.isPending}
          onPress={() => set.mutate({ enabled: !now.enabled, revision: now.revision })}
        >
          {now.enabled ? text.switchOff : text.switchOn}
        </Button>
      )}
      {door?.problem && (
        <Banner kind="guard" title={text.portBusy}>
          {door.problem}
        </Banner>
      )}
      {problem && (
        <Banner kind="error" title={text.switchRefused}>
          {problem.status === 412 ? text.switchStale : problem.detail}
        </Banner>
      )}
    </section>
  )
}

function useSwitch() {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: ({ enabled, revision }: { enabled: boolean; revision: number }) =>
      request(ApiSwitch, '/v1/settings/api', { method: 'PUT', body: { enabled }, ifMatch: revision }),
    onSuccess: (now) => {
      queries.setQueryData(apiKeys.switch, now)
      announce(now.enabled ? text.switchedOn : text.switchedOff)
    },
    onError: () => queries.invalidateQueries({ queryKey: apiKeys.switch }),
  })
}
