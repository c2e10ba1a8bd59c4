import type { Policy } from '../../../contract/policies.ts'
import { ChangeOrRemove } from '../../shared/dialogs/change-or-remove.tsx'
import { asProblem } from '../../api/problem.ts'
import { navigate, setSearchParams, usePath, useSearchParam } from '../../shared/navigation/router.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { KeyValues } from '../../ui/key-values.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { Select } from '../../ui/select.tsx'
import { SplitPane } from '../../ui/split-pane.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { useDialogParam } from '../../shared/hooks/use-dialog-param.ts'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { PlannedScans } from './planned-scans.tsx'
import { PolicyForm } from './policy-form.tsx'
import { usePolicies, useRemovePolicy } from './queries.ts'
import { ScanStatus } from './scan-status.tsx'
import { text } from './text.ts'
import { Violations } from './violations.tsx'
import { WhatIf } from './what-if.tsx'
import { pages } from '../../shared/navigation/paths.ts'
import './policies.css'

const shows = ['policies', 'violations', 'whatIf', 'scans'] as const
type Show = (typeof shows)[number]

export function PoliciesScreen({ rest }: { rest: readonly string[] }) {
  const canRead = useIsPermitted('policies:read')
  const param = useSearchParam('show')
  const show: Show = shows.find((value) => value === param) ?? 'policies'
  return (
    <div className="screen">
      <ScreenHead title={text.title}>
        {canRead && (
          <>
            <ScanStatus />
            <Select
              label={text.show}
              hideLabel
              value={show}
              options={shows.map((value) => ({ value, title: text.sections[value] }))}
              onChange={(value) => setSearchParams({ show: value === 'policies' ? null : value })}
            />
            {show === 'policies' && <NewPolicyButton />}
          </>
        )}
      </ScreenHead>
      {!canRead ? (
        <EmptyState icon="hold" title={text.forbidden} />
      ) : show === 'violations' ? (
        <Violations />
      ) : show === 'whatIf' ? (
        <WhatIf />
      ) : show === 'scans' ? (
        <PlannedScans />
      ) : (
        <Policies chosen={rest[0]} />
      )}
    </div>
  )
}

function NewPolicyButton() {
  const canManage = useIsPermitted('policies:manage')
  const [isCreating, setCreating] = useDialogParam('new')
  const from = usePath()
  if (!canManage) return null
  return (
    <>
      <Button variant="primary" icon="plus" onPress={() => setCreating(true)}>
        {text.new}
      </Button>
      <Dialog title={text.new} isOpen={isCreating} onClose={() => setCreating(false)} size="large">
        <PolicyForm
          onDone={(policy) => {
            setCreating(false)
            navigate(pages.policy(policy.id), { from })
          }}
        />
      </Dialog>
    </>
  )
}

function Policies({ chosen }: { chosen: string | undefined }) {
  const policiesQuery = usePolicies()
  if (policiesQuery.isPending) return <Skeleton lines={6} />
  if (policiesQuery.isError) {
    const { detail, requestId } = asProblem(policiesQuery.error)
    return (
      <ErrorState
        title={text.failed}
        detail={detail}
        requestId={requestId}
        onRetry={() => void policiesQuery.refetch()}
      />
    )
  }
  const rows = policiesQuery.data
  if (rows.length === 0)
    return (
      <EmptyState icon="policies" title={text.none}>
        {text.noneText}
      </EmptyState>
    )
  const index = chosen === undefined ? 0 : rows.findIndex(({ id }) => id === chosen)
  const policy = rows[index]
  return (
    <SplitPane
      name="policies"
      listLabel={text.list}
      list={
        <VirtualList<Policy>
          label={text.list}
          count={rows.length}
          rowAt={(place) => rows[place]}
          keyOf={({ id }) => id}
          active={index}
          onActive={(index) => rows[index] && navigate(pages.policy(rows[index].id), { replace: true })}
          lines={2}
        >
          {(row) => <Entry policy={row} />}
        </VirtualList>
      }
      detailLabel={text.detail}
      detail={policy ? <PolicyDetail policy={policy} /> : <EmptyState title={text.notFound} />}
      decisionLabel={text.decision}
      decision={policy && <PolicyActions key={`${policy.id} ${policy.revision}`} policy={policy} />}
    />
  )
}

function Entry({ policy }: { policy: Policy }) {
  return (
    <div className="list-entry">
      <strong className="truncate">{policy.name}</strong>
      {policy.active ? (
        policy.violations > 0 ? (
          <Badge tone="loss">{text.violators(policy.violations)}</Badge>
        ) : (
          <span className="muted">{text.risk(policy.riskLevel)}</span>
        )
      ) : (
        <Badge>{text.disabled}</Badge>
      )}
      <span className="muted truncate">{policy.sentence}</span>
    </div>
  )
}

function PolicyDetail({ policy }: { policy: Policy }) {
  return (
    <div className="detail">
      <header>
        <h2>{policy.name}</h2>
        {policy.description && <p className="muted">{policy.description}</p>}
      </header>
      <p className="policy-summary">{policy.sentence}</p>
      <KeyValues
        items={[
          { key: text.riskField, value: policy.riskLevel },
          { key: text.owner, value: policy.owner?.name ?? text.noOwner },
          { key: text.violatedBy, value: text.violators(policy.violations) },
        ]}
      />
    </div>
  )
}

function PolicyActions({ policy }: { policy: Policy }) {
  const canManage = useIsPermitted('policies:manage')
  const removal = useRemovePolicy()
  if (!canManage) return <p className="decision-pane muted">{text.readOnly}</p>
  return (
    <div className="decision-pane">
      <ChangeOrRemove record={policy} labels={text} removal={removal} after={pages.policies}>
        {(close) => <PolicyForm policy={policy} onDone={close} />}
      </ChangeOrRemove>
    </div>
  )
}
