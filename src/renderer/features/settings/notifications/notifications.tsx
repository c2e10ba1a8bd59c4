import { useState } from 'react'
import { ListBox, ListBoxItem } from 'react-aria-components'
import { Badge } from '../../../ui/badge.tsx'
import { FilterBar } from '../../../ui/filter-bar.tsx'
import { cx } from '../../../ui/cx.ts'
import { EmptyState } from '../../../ui/states.tsx'
import { setSearchParams, useSearchParam } from '../../../shared/navigation/router.ts'
import { useIsPermitted } from '../../../shared/hooks/use-is-permitted.ts'
import { useTemplates } from '../governance/governance-queries.ts'
import { text } from '../governance/governance-text.ts'
import { Mail } from './mail.tsx'
import { TemplateEditor } from './template-editor.tsx'
import { Outbox } from './outbox.tsx'
import { QueryView } from '../../../shared/query-view.tsx'

const sectionText = text.notifications
type NotificationView = 'templates' | 'outbox' | 'mail'

/** Notification templates, the outbox and the mail server. */
export function NotificationSettings() {
  const canRead = useIsPermitted('requests:read')
  const canSee = useIsPermitted('settings:read')
  const param = useSearchParam('show')
  const views: readonly NotificationView[] = [
    ...(canRead ? (['templates', 'outbox'] as const) : []),
    ...(canSee ? ['mail' as const] : []),
  ]
  const view = views.find((value) => value === param) ?? views[0]
  if (view === undefined) return <EmptyState icon="hold" title={sectionText.forbidden} />
  return (
    <div className={cx('settings-part', view !== 'mail' && 'settings-templates')}>
      <FilterBar<NotificationView>
        label={sectionText.show}
        entries={views.map((id) => ({ id, title: sectionText.views[id] }))}
        selected={view}
        onSelect={(id) => setSearchParams({ show: id === views[0] ? null : id })}
      />
      {view === 'templates' ? <Templates /> : view === 'outbox' ? <Outbox /> : <Mail />}
    </div>
  )
}

function Templates() {
  const templatesQuery = useTemplates()
  const [chosen, setChosen] = useState<string>()
  return (
    <QueryView query={templatesQuery} failed={sectionText.failed} lines={9}>
      {(templates) => {
        const shown = templates.find(({ name }) => name === chosen) ?? templates[0]
        if (!shown) return null
        return (
          <div className="templates">
            <ListBox
              className="template-list"
              aria-label={sectionText.list}
              selectionMode="single"
              disallowEmptySelection
              selectedKeys={[shown.name]}
              onSelectionChange={(keys) => keys !== 'all' && setChosen(String([...keys][0]))}
              items={templates.map((template) => ({ ...template, id: template.name }))}
            >
              {(template) => (
                <ListBoxItem
                  className="option template-entry"
                  textValue={sectionText.names[template.name] ?? template.name}
                >
                  <span className="truncate">{sectionText.names[template.name] ?? template.name}</span>
                  {!template.enabled && <Badge>{sectionText.disabled}</Badge>}
                </ListBoxItem>
              )}
            </ListBox>
            <TemplateEditor key={`${shown.name} ${shown.revision}`} template={shown} />
          </div>
        )
      }}
    </QueryView>
  )
}
