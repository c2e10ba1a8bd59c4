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
import { ScanNote } from './scan-status.tsx'
import { text } from './text.ts'
import { Violations } from './violations.tsx'
import { WhatIf } from './what-if.tsx'
import './policies.css'

const shows = ['policies', 'violations', 'whatIf', 'scans'] as const
type Show = (typeof shows)[number]

export function PoliciesScreen({ rest }: { rest: readonly string[] }) {
  const may = useIsPermitted('policies:read')
  const param = useSearchParam('show')
  const show: Show = shows.find((one) => one === param) ?? 'policies'
  return (
    <div className="screen">
      <ScreenHead title={text.title}>
        {may && (
          <>
            <ScanNote />
            <Select
              label={text.show}
              hideLabel
              value={show}
              options={shows.map((value) => ({ value, title: text.shows[value] }))}
              onChange={(value) => setSearchParams({ show: value === 'policies' ? null : value })}
            />
            {show === 'policies' && <Maker />}
          </>
        )}
      </ScreenHead>
      {!may ? (
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

function Maker() {
  const may = useIsPermitted('policies:manage')
  const [making, setMaking] = useDialogParam('new')
  const from = usePath()
  if (!may) return null
  return (
    <>
      <Button variant="primary" icon="plus" onPress={() => setMaking(true)}>
        {text.new}
      </Button>
      <Dialog title={text.new} isOpen={making} onClose={() => setMaking(false)} size="large">
        <PolicyForm
          onDone={(one) => {
            setMaking(false)
            navigate(`/policies/${encodeURIComponent(one.id)}`, { from })
          }}
        />
      </Dialog>
    </>
  )
}

function Policies({ chosen }: { chosen: string | undefined }) {
  const found = usePolicies()
  if (found.isPending) return <Skeleton lines={6} />
  if (found.isError) {
    const { detail, requestId } = asProblem(found.error)
    return <ErrorState title={text.failed} detail={detail} requestId={requestId} onRetry={() => void found.refetch()} />
  }
  const rows = found.data
  if (rows.length === 0)
    return (
      <EmptyState icon="policies" title={text.none}>
        {text.noneText}
      </EmptyState>
    )
  const place = chosen === undefined ? 0 : rows.findIndex(({ id }) => id === chosen)
  const one = rows[place]
  return (
    <SplitPane
      name="policies"
      listLabel={text.list}
      list={
        <VirtualList<Policy>
          label={text.list}
          count={rows.length}
          rowAt={(at) => rows[at]}
          keyOf={({ id }) => id}
          active={place}
          onActive={(at) => rows[at] && navigate(`/policies/${encodeURIComponent(rows[at].id)}`, { replace: true })}
          lines={2}
        >
          {(row) => <Entry one={row} />}
        </VirtualList>
      }
      detailLabel={text.detail}
      detail={one ? <Detail one={one} /> : <EmptyState title={text.notFound} />}
      decisionLabel={text.decision}
      decision={one && <Do key={`${one.id} ${one.revision}`} one={one} />}
    />
  )
}

function Entry({ one }: { one: Policy }) {
  return (
    <div className="list-entry">
      <strong className="truncate">{one.name}</strong>
      {one.active ? (
        one.violations > 0 ? (
          <Badge tone="loss">{text.violated(one.violations)}</Badge>
        ) : (
          <span className="muted">{text.risk(one.riskLevel)}</span>
        )
      ) : (
        <Badge>{text.off}</Badge>
      )}
      <span className="muted truncate">{one.sentence}</span>
    </div>
  )
}

function Detail({ one }: { one: Policy }) {
  return (
    <div className="policy">
      <header>
        <h2>{one.name}</h2>
        {one.description && <p className="muted">{one.description}</p>}
      </header>
      <p className="policy-sentence">{one.sentence}</p>
      <KeyValues
        items={[
          { key: text.riskField, value: one.riskLevel },
          { key: text.owner, value: one.owner?.name ?? text.nobody },
          { key: text.violatedBy, value: text.violated(one.violations) },
        ]}
      />
    </div>
  )
}

function Do({ one }: { one: Policy }) {
  const may = useIsPermitted('policies:manage')
  const removal = useRemovePolicy()
  if (!may) return <p className="policy-do muted">{text.mayNot}</p>
  return (
    <div className="policy-do">
      <ChangeOrRemove one={one} words={text} removal={removal} after="/policies">
        {(close) => <PolicyForm one={one} onDone={close} />}
      </ChangeOrRemove>
    </div>
  )
}
