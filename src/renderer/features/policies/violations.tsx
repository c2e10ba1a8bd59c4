import { useState } from 'react'
import type { Violation } from '../../../contract/policies.ts'
import { ListWithDetail } from '../../shared/lists/list-with-detail.tsx'
import { useList } from '../../shared/lists/use-list.ts'
import { setSearchParams, useSearchParam } from '../../shared/navigation/router.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { Select } from '../../ui/select.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { useScan } from './queries.ts'
import { text } from './text.ts'
import { UnownedNote } from './unowned-accounts.tsx'
import { ViolationActions, ViolationDetail } from './violation-detail.tsx'
import { type ViolationFilter, violationList, violationStatuses } from './violation-list.ts'

const sectionText = text.violations

/** Lists policy violations with their conflicts, the smallest remedy and the decision. */
export function Violations() {
  const statusParam = useSearchParam('status')
  const status = violationStatuses.find((value) => value === statusParam) ?? 'active'
  const personId = useSearchParam('person') ?? undefined
  const scan = useScan()
  const list = useList(violationList, { status, personId })
  const { rows } = list
  // Not in the address, because a violation leaves the list once it is decided.
  const [index, setIndex] = useState(0)
  const violation = rows.rowAt(index)
  return (
    <ListWithDetail<Violation>
      name="violations"
      label={sectionText.list}
      list={list}
      selection={{ index, isPending: rows.total === undefined, select: setIndex }}
      filters={
        <>
          <Select<ViolationFilter['status']>
            label={sectionText.filter}
            hideLabel
            value={status}
            options={violationStatuses.map((value) => ({ value, title: sectionText.status[value] }))}
            onChange={(next) => {
              setSearchParams({ status: next === 'active' ? null : next })
              setIndex(0)
            }}
          />
          {personId !== undefined && (
            <Button variant="quiet" onPress={() => setSearchParams({ person: null })}>
              {sectionText.showAll}
            </Button>
          )}
        </>
      }
      failed={text.failed}
      empty={<EmptyState title={scan.data?.state === 'never' ? text.notScanned : sectionText.empty[status]} />}
      counted={sectionText.counted}
      detailLabel={sectionText.detail}
      detail={
        violation ? (
          <ViolationDetail violation={violation} />
        ) : (
          status === 'active' &&
          personId === undefined && (
            <EmptyState icon="policies" title={scan.data?.state === 'never' ? text.notScanned : sectionText.none}>
              {scan.data?.state === 'never' ? sectionText.noneText : <UnownedNote />}
            </EmptyState>
          )
        )
      }
      decisionLabel={text.decision}
      decision={violation && <ViolationActions key={`${violation.id} ${violation.revision}`} violation={violation} />}
    >
      {(row) => <Entry violation={row} />}
    </ListWithDetail>
  )
}

function Entry({ violation: { person, policy, overdue } }: { violation: Violation }) {
  return (
    <div className="list-entry">
      <strong className="truncate">{person.name}</strong>
      {overdue ? (
        <Badge tone="loss" icon="error">
          {sectionText.overdue}
        </Badge>
      ) : (
        <Badge tone={policy.riskLevel >= 7 ? 'loss' : 'neutral'}>{text.risk(policy.riskLevel)}</Badge>
      )}
      <span className="muted truncate">{policy.name}</span>
    </div>
  )
}
