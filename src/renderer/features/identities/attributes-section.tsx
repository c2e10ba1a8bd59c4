import { useState } from 'react'
import { extractFields, type ExtractField } from '../../../contract/applications.ts'
import type { Attribute, PersonDetail, PersonField } from '../../../contract/identities.ts'
import { fieldTitle } from '../../shared/rule-editor/field-titles.ts'
import { Badge } from '../../ui/badge.tsx'
import { Button } from '../../ui/button.tsx'
import { moment } from '../../ui/format.ts'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import type { AsOf } from '../../shared/as-of/as-of.ts'
import { AttributeDialog } from './attribute-dialog.tsx'
import { text } from './text.ts'

const titleOf = (name: string): string => {
  const title = text.attributeTitles[name] ?? (name in extractFields ? fieldTitle(name as ExtractField) : name)
  return title.charAt(0).toUpperCase() + title.slice(1)
}

/** The attributes of a person with their sources. Each can be overridden. */
export function AttributesSection({ detail, asOf }: { detail: PersonDetail; asOf: AsOf }) {
  const canWrite = useIsPermitted('identities:write') && asOf.mode === 'now'
  const [changing, setChanging] = useState<PersonField | 'any'>()
  const entries = Object.entries(detail.attributes)
  return (
    <section className="detail-section" aria-label={text.attributes}>
      <div className="section-head">
        <h3>{text.attributes}</h3>
        {canWrite && <Button onPress={() => setChanging('any')}>{text.setAttribute}</Button>}
      </div>
      {entries.length === 0 ? (
        <p className="muted">{text.noAttributes}</p>
      ) : (
        <table className="plain-table facts-table">
          <thead>
            <tr>
              <th scope="col">{text.attribute}</th>
              <th scope="col">{text.value}</th>
              <th scope="col">{text.origin}</th>
              {canWrite && (
                <th scope="col">
                  <span className="visually-hidden">{text.setAttribute}</span>
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {entries.map(([name, attribute]) => (
              <tr key={name}>
                <th scope="row">{titleOf(name)}</th>
                <td>{attribute.value === '' ? <span className="muted">{text.blank}</span> : attribute.value}</td>
                <td>
                  <Origin attribute={attribute} />
                </td>
                {canWrite && (
                  <td className="facts-actions">
                    {attribute.field && (
                      <Button
                        variant="quiet"
                        aria-label={text.changeAttribute(titleOf(name))}
                        onPress={() => setChanging(attribute.field ?? undefined)}
                      >
                        {text.change}
                      </Button>
                    )}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <AttributeDialog detail={detail} requestedField={changing} onClose={() => setChanging(undefined)} />
    </section>
  )
}

function Origin({ attribute: { origin, set, roster, news } }: { attribute: Attribute }) {
  if (!set) return <span className="muted">{origin}</span>
  return (
    <>
      <span>{set.byScript ? text.setByScript(set.by) : text.setByHand(set.by)}</span>{' '}
      <span className="muted">
        {moment(set.at)}: {set.reason}
      </span>
      <span className="facts-roster">
        {news && <Badge tone="change">{text.rosterDiffers}</Badge>}{' '}
        <span className="muted">{roster ? text.rosterValue(roster.origin, roster.value) : text.noRosterValue}</span>
      </span>
    </>
  )
}
