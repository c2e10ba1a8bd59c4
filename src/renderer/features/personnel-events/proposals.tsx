import { useState } from 'react'
import type { EventProposal } from '../../../contract/event-proposals.ts'
import type { EventPerson } from '../../../contract/personnel-events.ts'
import { asProblem } from '../../api/problem.ts'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { Link } from '../../shared/link.tsx'
import { pages } from '../../shared/navigation/paths.ts'
import { navigate } from '../../shared/navigation/router.ts'
import { QueryView } from '../../shared/query-view.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { OldNew } from '../../ui/key-values.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { toast } from '../../ui/toast.ts'
import { businessDay } from './event-days.ts'
import { useDismissProposal, useProposals, useReportProposal } from './queries.ts'
import { text } from './text.ts'

/** Leads to what rosters show, with their number. */
export function ProposalsButton() {
  const { data = [] } = useProposals()
  return <Button onPress={() => navigate(pages.eventProposals)}>{text.toProposals(data.length)}</Button>
}

/** What rosters show of people, to report as events or to dismiss. */
export function Proposals() {
  const proposals = useProposals()
  return (
    <QueryView query={proposals} failed={text.proposalsFailed} lines={6}>
      {(items) =>
        items.length === 0 ? (
          <EmptyState icon="done" title={text.proposalsNone}>
            {text.proposalsNoneText}
          </EmptyState>
        ) : (
          <ul className="event-proposals">
            {items.map((proposal) => (
              <Entry key={proposal.id} proposal={proposal} />
            ))}
          </ul>
        )
      }
    </QueryView>
  )
}

const tones = { onboard: 'gain', offboard: 'loss', 'role-transition': 'change', return: 'gain' } as const

function Entry({ proposal }: { proposal: EventProposal }) {
  const { id, kind, person, noticedOn } = proposal
  const canReport = useIsPermitted('events:write')
  const report = useReportProposal(id)
  const dismiss = useDismissProposal(id)
  const [isDismissing, setDismissing] = useState(false)
  return (
    <li className="boxed event-proposal">
      <div className="event-application-head">
        {person.personId ? <Link href={pages.person(person.personId)}>{person.name}</Link> : person.name}
        <Badge tone={tones[kind]}>{text.proposals[kind]}</Badge>
        <span className="muted">{text.noticed(businessDay(noticedOn))}</span>
      </div>
      <Changes before={proposal.before} after={proposal.after} />
      {report.isError && <Banner kind="error" title={asProblem(report.error).detail} />}
      {canReport && (
        <div className="form-foot">
          <Button variant="quiet" onPress={() => setDismissing(true)}>
            {text.dismiss}
          </Button>
          <Button
            variant="primary"
            isPending={report.isPending}
            onPress={() =>
              report.mutate(undefined, {
                onSuccess: ({ event }) => {
                  toast({ kind: 'done', message: text.submitted(text.kinds[event.kind], event.personName) })
                  navigate(pages.event(event.id))
                },
              })
            }
          >
            {text.report}
          </Button>
        </div>
      )}
      <ConfirmDialog
        title={text.dismissTitle(person.name)}
        isOpen={isDismissing}
        onClose={() => setDismissing(false)}
        action={text.dismiss}
        askReason={{ label: text.cancelReason, least: 1 }}
        busy={dismiss.isPending}
        error={dismiss.isError && <Banner kind="error" title={asProblem(dismiss.error).detail} />}
        onConfirm={(reason) =>
          dismiss.mutate(reason, {
            onSuccess: () => {
              setDismissing(false)
              toast({ kind: 'done', message: text.dismissed })
            },
          })
        }
      >
        {text.dismissText}
      </ConfirmDialog>
    </li>
  )
}

/** What the roster says now in the place of what it said before. */
function Changes({ before, after }: { before: EventPerson; after: EventPerson }) {
  const fields = Object.keys(text.fields) as (keyof typeof text.fields)[]
  const changed = fields.filter((field) => after[field] !== undefined)
  if (changed.length === 0) return null
  return (
    <ul className="event-changes">
      {changed.map((field) => (
        <li key={field}>
          <span className="muted">{text.fields[field]}</span>{' '}
          <OldNew before={before[field] || '–'} after={after[field] || '–'} />
        </li>
      ))}
    </ul>
  )
}
