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
import { apiPaths } from '../../shared/navigation/paths.ts'

/** Turns the API on or off and shows its address. */
export function ApiSwitchPanel() {
  const canRead = useIsPermitted('settings:read')
  const canWrite = useIsPermitted('settings:write')
  const apiSwitchQuery = useApiSwitch(canRead)
  const listener = useListenerStatus()
  const set = useSwitch()
  if (!canRead) return null
  if (apiSwitchQuery.isPending) return <Skeleton lines={2} />
  if (apiSwitchQuery.isError) return <Banner kind="error" title={asProblem(apiSwitchQuery.error).detail} />
  const apiSwitch = apiSwitchQuery.data
  const problem = set.isError ? asProblem(set.error) : undefined
  return (
    <section
      className="api-switch"
      aria-label={apiSwitch.enabled ? text.on : text.off}
      data-on={apiSwitch.enabled || undefined}
    >
      <div className="api-switch-text">
        <h2>
          <span className="status-dot" data-state={apiSwitch.enabled ? 'live' : 'off'} aria-hidden="true" />
          {apiSwitch.enabled ? text.on : text.off}
        </h2>
        <p className="muted">{apiSwitch.enabled ? text.onText : text.offText}</p>
        <p className="muted">
          {apiSwitch.changedBy && apiSwitch.changedAt
            ? text.changed(apiSwitch.changedBy, moment(apiSwitch.changedAt))
            : text.neverChanged}
          {!canWrite && ` ${text.switchReadOnly}`}
        </p>
      </div>
      {listener && (
        <dl className="api-address">
          <dt>{text.address}</dt>
          <dd className="mono">{listener.origin}</dd>
          <dt>{text.port}</dt>
          <dd className="mono">{listener.port}</dd>
          <dd className="muted">{text.onlyHere}</dd>
        </dl>
      )}
      {canWrite && (
        <Button
          variant={apiSwitch.enabled ? 'plain' : 'primary'}
          isPending={set.isPending}
          onPress={() => set.mutate({ enabled: !apiSwitch.enabled, revision: apiSwitch.revision })}
        >
          {apiSwitch.enabled ? text.switchOff : text.switchOn}
        </Button>
      )}
      {listener?.problem && (
        <Banner kind="guard" title={text.portBusy}>
          {listener.problem}
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
      request(ApiSwitch, apiPaths.apiSettings, { method: 'PUT', body: { enabled }, ifMatch: revision }),
    onSuccess: (apiSwitch) => {
      queries.setQueryData(apiKeys.switch, apiSwitch)
      announce(apiSwitch.enabled ? text.switchedOn : text.switchedOff)
    },
    onError: () => queries.invalidateQueries({ queryKey: apiKeys.switch }),
  })
}
