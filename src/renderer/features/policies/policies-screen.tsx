import type { Policy } from '../../../contract/policies.ts'
import { ActionButton } from '../../commands/command-button.tsx'
import { ChangeOrRemove } from '../../shared/dialogs/change-or-remove.tsx'
import { useDialogParam } from '../../shared/hooks/use-dialog-param.ts'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { ListWithDetail } from '../../shared/lists/list-with-detail.tsx'
import { useAddressSelection } from '../../shared/lists/use-address-selection.ts'
import { rowsOfQuery } from '../../shared/lists/use-list.ts'
import { pages } from '../../shared/navigation/paths.ts'
import { navigate, setSearchParams, usePath, useSearchParam } from '../../shared/navigation/router.ts'
import { Badge } from '../../ui/badge.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { moment } from '../../ui/format.ts'
import { KeyValues } from '../../ui/key-values.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { Select } from '../../ui/select.tsx'
import { EmptyState, Skeleton } from '../../ui/states.tsx'
import { newPolicy } from './actions.ts'
import { PlannedScans } from './planned-scans.tsx'
import { PolicyForm } from './policy-form.tsx'
import { usePolicies, useRemovePolicy } from './queries.ts'
import { ScanStatus } from './scan-status.tsx'
import { text } from './text.ts'
import { UnownedAccounts } from './unowned-accounts.tsx'
import { Violations } from './violations.tsx'
import { WhatIf } from './what-if.tsx'
import './policies.css'

const shows = ['policies', 'violations', 'whatIf', 'scans'] as const
type Show = (typeof shows)[number]

export function PoliciesScreen({ rest }: { rest: readonly string[] }) {
  const canRead = useIsPermitted('policies:read')
  const canManage = useIsPermitted('policies:manage')
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
            {show === 'policies' && canManage && <NewPolicyButton />}
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
        <Policies selectedId={rest[0]} />
      )}
    </div>
  )
}

function NewPolicyButton() {
  const [isOpen, setOpen] = useDialogParam('new')
  const from = usePath()
  return (
    <>
      <ActionButton action={newPolicy} variant="primary" icon="plus" />
      <Dialog title={text.new} isOpen={isOpen} onClose={() => setOpen(false)} size="large">
        <PolicyForm
          onDone={(policy) => {
            setOpen(false)
            navigate(pages.policy(policy.id), { from })
          }}
        />
      </Dialog>
    </>
  )
}

function Policies({ selectedId }: { selectedId: string | undefined }) {
  const rows = rowsOfQuery(usePolicies())
  const selection = useAddressSelection(rows, { selectedId, pathOf: pages.policy, initial: 'show-first' })
  const policy = selection.row
  return (
    <ListWithDetail<Policy>
      name="policies"
      label={text.list}
      list={{ rows }}
      selection={selection}
      failed={text.failed}
      emptyScreen={
        <EmptyState icon="policies" title={text.none}>
          {text.noneText}
        </EmptyState>
      }
      detailLabel={text.detail}
      detail={policy ? <PolicyDetail policy={policy} /> : <NotFound isPending={rows.total === undefined} />}
      decisionLabel={text.decision}
      decision={policy && <PolicyActions key={`${policy.id} ${policy.revision}`} policy={policy} />}
    >
      {(row) => <Entry policy={row} />}
    </ListWithDetail>
  )
}

const NotFound = ({ isPending }: { isPending: boolean }) =>
  isPending ? <Skeleton lines={6} /> : <EmptyState title={text.notFound} />

function Entry({ policy }: { policy: Policy }) {
  return (
    <div className="list-entry">
      <strong className="truncate">{policy.name}</strong>
      {policy.active ? (
        policy.violations + policy.accountsWithoutOwner > 0 ? (
          <Badge tone="loss">{text.violatedByAll(policy.violations, policy.accountsWithoutOwner)}</Badge>
        ) : policy.standing === 'not-scanned' ? (
          <Badge tone="change">{text.notScanned}</Badge>
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
          { key: text.violatedBy, value: <ViolatedBy policy={policy} /> },
          ...(policy.scannedAt === null ? [] : [{ key: text.asOf, value: asOf(policy, policy.scannedAt) }]),
        ]}
      />
      <UnownedAccounts policy={policy} />
    </div>
  )
}

const asOf = ({ standing }: Policy, scannedAt: string): string =>
  (standing === 'before-changes' ? text.asOfOldScan : text.asOfScan)(moment(scannedAt))

/** Says nothing of a policy at which no scan has looked. */
function ViolatedBy({ policy: { standing, violations, accountsWithoutOwner } }: { policy: Policy }) {
  if (standing !== 'not-scanned' || violations + accountsWithoutOwner > 0)
    return text.violatedByAll(violations, accountsWithoutOwner)
  return (
    <>
      <Badge tone="change">{text.notScanned}</Badge> <span className="muted">{text.notScannedText}</span>
    </>
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
