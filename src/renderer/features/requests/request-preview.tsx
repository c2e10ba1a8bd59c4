import { asProblem } from '../../api/problem.ts'
import { Badge } from '../../ui/badge.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Skeleton } from '../../ui/states.tsx'
import type { usePreview } from './queries.ts'
import { text } from './text.ts'

/** Approvers, policy findings and current access, for each person. */
export function RequestPreview({
  preview,
  action,
}: {
  preview: ReturnType<typeof usePreview>
  action: 'add' | 'remove'
}) {
  if (preview.isPending) return <Skeleton lines={3} />
  if (preview.isError) return <Banner kind="error" title={asProblem(preview.error).detail} />
  return (
    <ul className="stack-tight">
      {preview.data.people.map(({ person, findings, items }) => (
        <li key={person.id} className="stack-tight">
          <strong>{person.name}</strong>
          {findings.map(({ policy, because, remedy, existing }) => (
            <Banner
              key={policy.id}
              kind={existing ? 'info' : 'guard'}
              title={existing ? text.violatesNow(person.name, policy.name) : text.violates(person.name, policy.name)}
            >
              <p>{text.conflicts(because.map(({ words }) => words).join(' and '))}</p>
              {remedy.length > 0 && <p>{text.remedy(remedy.map(({ words }) => words).join(' and '))}</p>}
            </Banner>
          ))}
          <ul className="stack-tight">
            {items.map(({ itemId, name, held, alreadyRequested, levels, provisioner }) => (
              <li key={itemId} className="stack-dense">
                {name} {held === (action === 'add') && <Badge tone="change">{held ? text.held : text.notHeld}</Badge>}{' '}
                {alreadyRequested && <Badge tone="change">{text.alreadyRequested}</Badge>}
                <span className="muted">
                  {[
                    levels.length === 0
                      ? text.noApprovers
                      : text.approvers(levels.map(({ approver }) => approver.name)),
                    provisioner && text.provisionedBy(provisioner.name),
                  ]
                    .filter(Boolean)
                    .join('; ')}
                </span>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  )
}
