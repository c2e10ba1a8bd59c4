import { useState } from 'react'
import type { PersonnelEventDetail, PlannedApplication } from '../../../contract/personnel-events.ts'
import { asProblem } from '../../api/problem.ts'
import { Badge } from '../../ui/badge.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { PrivilegeTable } from '../../shared/request-parts/privilege-table.tsx'
import { useEditEvent } from './queries.ts'
import { text } from './text.ts'

/** What the event changes, application by application. Before approval, applications can be left out. */
export function EventPlan({ detail }: { detail: PersonnelEventDetail }) {
  const { event, plan, may, models, items } = detail
  const edit = useEditEvent(event.id, event.revision)
  const all = [...plan.provision, ...plan.removal]
  const saved = new Set(all.filter(({ leftOut }) => leftOut).map(({ application }) => application.id))
  const [leftOut, setLeftOut] = useState<ReadonlySet<string>>(saved)
  // What has begun shows its items instead.
  const provision = items.some(({ stage }) => stage === 'provision') ? [] : plan.provision
  const removal = items.some(({ stage, isWaiting }) => stage === 'removal' && !isWaiting) ? [] : plan.removal
  const isChanged = leftOut.size !== saved.size || [...leftOut].some((id) => !saved.has(id))
  if (items.length > 0 && provision.length + removal.length === 0) return null
  const usesModels = event.kind === 'onboard' || event.kind === 'role-transition'
  const listProps = {
    canChoose: may.scope,
    leftOut,
    onToggle: (id: string, covered: boolean) => {
      const next = new Set(leftOut)
      if (covered) next.delete(id)
      else next.add(id)
      setLeftOut(next)
    },
  }
  return (
    <section aria-label={text.plan}>
      <h3>{text.plan}</h3>
      <p className="muted">
        {[
          text.planNote,
          usesModels && (models.length === 0 ? text.noModels : text.models(models.map(({ name }) => name).join(', '))),
        ]
          .filter(Boolean)
          .join(' ')}
      </p>
      {provision.length + removal.length === 0 && <p>{text.planEmpty}</p>}
      <Applications planned={provision} {...listProps} />
      {removal.length > 0 && (
        <>
          <h4>{text.planEnd}</h4>
          <Applications planned={removal} {...listProps} />
        </>
      )}
      {isChanged && (
        <div className="form-foot">
          <Button
            variant="primary"
            isPending={edit.isPending}
            onPress={() => edit.mutate({ leftOutIds: [...leftOut] })}
          >
            {text.saveLeftOut}
          </Button>
        </div>
      )}
      {edit.isError && <Banner kind="error" title={asProblem(edit.error).detail} />}
    </section>
  )
}

interface ApplicationsProps {
  planned: readonly PlannedApplication[]
  canChoose: boolean
  leftOut: ReadonlySet<string>
  onToggle: (id: string, covered: boolean) => void
}

const actionTone = { add: 'gain', change: 'change', remove: 'loss', suspend: 'loss', restore: 'gain' } as const

function Applications({ planned, canChoose, leftOut, onToggle }: ApplicationsProps) {
  return (
    <ul className="stack-tight">
      {planned.map(({ application, action, privileges }) => {
        const covered = !leftOut.has(application.id)
        return (
          <li
            key={`${application.id} ${action}`}
            className="boxed event-application"
            data-left-out={!covered || undefined}
          >
            <div className="event-application-head">
              {canChoose ? (
                <Checkbox
                  isSelected={covered}
                  onChange={(on) => onToggle(application.id, on)}
                  aria-label={text.covers(application.name)}
                >
                  <strong>{application.name}</strong>
                </Checkbox>
              ) : (
                <strong>{application.name}</strong>
              )}
              <Badge tone={covered ? actionTone[action] : 'neutral'}>
                {covered ? text.actions[action] : text.leftOut}
              </Badge>
              <span className="muted number">{text.privileges(privileges.length)}</span>
            </div>
            <PrivilegeTable caption={application.name} privileges={privileges} />
          </li>
        )
      })}
    </ul>
  )
}
