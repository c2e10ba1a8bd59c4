import { useState } from 'react'
import type { Application } from '../../../contract/applications.ts'
import { useApplications } from '../../api/applications.ts'
import { type ApiProblem, asProblem } from '../../api/problem.ts'
import { Link } from '../../shared/link.tsx'
import { navigate } from '../../shared/navigation/router.ts'
import { Badge } from '../../ui/badge.tsx'
import { day } from '../../ui/format.ts'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { SplitPane } from '../../ui/split-pane.tsx'
import { EmptyState, ErrorState, Skeleton } from '../../ui/states.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { ApplicationDetail } from './application-detail.tsx'
import { draftOf, type RulesDraft } from './rules-draft.ts'
import { RulesDecision } from './rules-decision.tsx'
import { text } from './text.ts'
import { pages } from '../../shared/navigation/paths.ts'
import './applications.css'

export function ApplicationsScreen({ rest }: { rest: readonly string[] }) {
  const canRead = useIsPermitted('applications:read')
  return (
    <div className="screen">
      <ScreenHead title={text.title} />
      {canRead ? <Applications chosen={rest[0]} /> : <EmptyState icon="hold" title={text.forbidden} />}
    </div>
  )
}

function Applications({ chosen }: { chosen: string | undefined }) {
  const applications = useApplications()
  const [drafts, setDrafts] = useState<Readonly<Record<string, RulesDraft>>>({})
  const [refused, setRefused] = useState<{ id: string; problem: ApiProblem }>()
  if (applications.isPending) return <Skeleton lines={6} />
  if (applications.isError) {
    const { detail, requestId } = asProblem(applications.error)
    const retry = () => void applications.refetch()
    return <ErrorState title={text.failed} detail={detail} requestId={requestId} onRetry={retry} />
  }
  const rows = applications.data
  if (rows.length === 0) {
    return (
      <EmptyState icon="applications" title={text.none} actions={<Link href={pages.imports}>{text.toImports}</Link>}>
        {text.noneText}
      </EmptyState>
    )
  }
  const place = chosen === undefined ? 0 : rows.findIndex((row) => row.id === chosen)
  const row = rows[place]
  const draft = row && (drafts[row.id] ?? draftOf(row))
  const forget = (id: string) => setDrafts(({ [id]: _, ...others }) => others)
  return (
    <SplitPane
      name="applications"
      listLabel={text.list}
      list={
        <VirtualList<Application>
          label={text.list}
          count={rows.length}
          rowAt={(at) => rows[at]}
          keyOf={(application) => application.id}
          active={place}
          onActive={(at) => rows[at] && navigate(pages.application(rows[at].id), { replace: true })}
          lines={2}
        >
          {(application) => <Entry application={application} />}
        </VirtualList>
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
            onDone={() => forget(row.id)}
          />
        )
      }
    />
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
