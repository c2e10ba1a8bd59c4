import { useState } from 'react'
import type { Application } from '../../../contract/applications.ts'
import { useApplications } from '../../api/applications.ts'
import type { ApiProblem } from '../../api/problem.ts'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { Link } from '../../shared/link.tsx'
import { ListWithDetail } from '../../shared/lists/list-with-detail.tsx'
import { useAddressSelection } from '../../shared/lists/use-address-selection.ts'
import { rowsOfQuery } from '../../shared/lists/use-list.ts'
import { pages } from '../../shared/navigation/paths.ts'
import { Badge } from '../../ui/badge.tsx'
import { day } from '../../ui/format.ts'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { EmptyState, Skeleton } from '../../ui/states.tsx'
import { ApplicationDetail } from './application-detail.tsx'
import { RulesDecision } from './rules-decision.tsx'
import { draftOf, type RulesDraft } from './rules-draft.ts'
import { text } from './text.ts'
import './applications.css'

export function ApplicationsScreen({ rest }: { rest: readonly string[] }) {
  const canRead = useIsPermitted('applications:read')
  return (
    <div className="screen">
      <ScreenHead title={text.title} />
      {canRead ? <Applications selectedId={rest[0]} /> : <EmptyState icon="hold" title={text.forbidden} />}
    </div>
  )
}

function Applications({ selectedId }: { selectedId: string | undefined }) {
  const rows = rowsOfQuery(useApplications())
  const selection = useAddressSelection(rows, { selectedId, pathOf: pages.application, initial: 'show-first' })
  const [drafts, setDrafts] = useState<Readonly<Record<string, RulesDraft>>>({})
  const [refused, setRefused] = useState<{ id: string; problem: ApiProblem }>()
  const { row } = selection
  const draft = row && (drafts[row.id] ?? draftOf(row))
  const discardDraft = (id: string) => setDrafts(({ [id]: _, ...others }) => others)
  return (
    <ListWithDetail<Application>
      name="applications"
      label={text.list}
      list={{ rows }}
      selection={selection}
      failed={text.failed}
      emptyScreen={
        <EmptyState icon="applications" title={text.none} actions={<Link href={pages.imports}>{text.toImports}</Link>}>
          {text.noneText}
        </EmptyState>
      }
      detailLabel={text.detail}
      detail={
        row && draft ? (
          <ApplicationDetail
            key={row.id}
            application={row}
            draft={draft}
            refused={refused?.id === row.id ? refused.problem : undefined}
            onDraft={(change) => setDrafts((all) => ({ ...all, [row.id]: { ...draft, ...change } }))}
          />
        ) : rows.total === undefined ? (
          <Skeleton lines={6} />
        ) : (
          <EmptyState title={text.notFound} />
        )
      }
      decisionLabel={text.decision}
      decision={
        row &&
        draft && (
          <RulesDecision
            key={row.id}
            application={row}
            draft={draft}
            onRefused={(problem) => setRefused(problem && { id: row.id, problem })}
            onDone={() => discardDraft(row.id)}
          />
        )
      }
    >
      {(application) => <Entry application={application} />}
    </ListWithDetail>
  )
}

function Entry({ application }: { application: Application }) {
  return (
    <div className="list-entry">
      <strong className="truncate">{application.name}</strong>
      {application.archived ? (
        <Badge>{text.archived}</Badge>
      ) : (
        <span className="muted number">{application.extractAt && day(application.extractAt)}</span>
      )}
      <span className="muted truncate">
        {application.generation === 0
          ? text.never
          : application.kind === 'roster'
            ? text.people(application.accounts)
            : text.accountsAndGrants(application.accounts, application.grants)}
      </span>
    </div>
  )
}
