import type { AccessModel } from '../../../contract/access-models.ts'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { Link } from '../../shared/link.tsx'
import { pages } from '../../shared/navigation/paths.ts'
import { navigate } from '../../shared/navigation/router.ts'
import { QueryView } from '../../shared/query-view.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { ModelEditor } from './model-editor.tsx'
import { useModels } from './model-queries.ts'
import { text } from './text.ts'

/** The ideal access of each kind of job, from which events are planned. */
export function AccessModelsScreen({ rest }: { rest: readonly string[] }) {
  const canSee = useIsPermitted('events:read')
  const canChange = useIsPermitted('events:write')
  return (
    <div className="screen">
      <ScreenHead title={text.modelsTitle}>
        <Button onPress={() => navigate(pages.events)}>{text.toEvents}</Button>
        {canChange && (
          <Button variant="primary" icon="plus" onPress={() => navigate(pages.newAccessModel)}>
            {text.newModel}
          </Button>
        )}
      </ScreenHead>
      {canSee ? <Models selected={rest[0]} canChange={canChange} /> : <EmptyState icon="hold" title={text.forbidden} />}
    </div>
  )
}

function Models({ selected, canChange }: { selected: string | undefined; canChange: boolean }) {
  const models = useModels()
  return (
    <QueryView query={models} failed={text.modelsFailed} lines={6}>
      {(items) => {
        const model = items.find(({ id }) => id === selected) ?? (selected === undefined ? items[0] : undefined)
        const isNew = selected === 'new'
        if (items.length === 0 && !isNew) return <NoModels />
        return (
          <div className="models">
            <nav aria-label={text.modelsTitle}>
              <ul className="stack-dense">
                {items.map((entry) => (
                  <ModelEntry key={entry.id} model={entry} isSelected={entry.id === model?.id} />
                ))}
              </ul>
            </nav>
            {isNew || model ? (
              <ModelEditor
                key={isNew ? 'new' : `${model?.id} ${model?.revision}`}
                model={isNew ? undefined : model}
                canChange={canChange}
              />
            ) : (
              <EmptyState title={text.notFound} />
            )}
          </div>
        )
      }}
    </QueryView>
  )
}

function NoModels() {
  return (
    <EmptyState icon="catalogue" title={text.modelsNone}>
      {text.modelsNoneText}
    </EmptyState>
  )
}

function ModelEntry({ model, isSelected }: { model: AccessModel; isSelected: boolean }) {
  return (
    <li className="model-entry" data-selected={isSelected || undefined}>
      <Link href={pages.accessModel(model.id)}>{model.name}</Link>
      {!model.enabled && <Badge>{text.model.disabled}</Badge>}
      <span className="muted">
        {text.model.counted(model.entitlements.length)} · {text.model.people(model.people)}
      </span>
    </li>
  )
}
