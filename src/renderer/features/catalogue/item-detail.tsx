import { useState } from 'react'
import type { CatalogueItem, PrincipalRef } from '../../../contract/catalogue.ts'
import { Link } from '../../shared/link.tsx'
import { PrincipalPicker } from '../../shared/pickers/principal-picker.tsx'
import { Badge } from '../../ui/badge.tsx'
import { Banner } from '../../ui/banner.tsx'
import { KeyValues } from '../../ui/key-values.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { useApprovers, useItem } from './queries.ts'
import { text } from './text.ts'
import { previewText } from './approver-preview.tsx'
import { pages } from '../../shared/navigation/paths.ts'
import { QueryView } from '../../shared/query-view.tsx'

export function ItemDetail({ id }: { id: string }) {
  const itemQuery = useItem(id)
  return (
    <QueryView query={itemQuery} failed={text.failedOne} lines={8} notFound={<EmptyState title={text.notFound} />}>
      {(item) => <ItemContent item={item} />}
    </QueryView>
  )
}

function ItemContent({ item }: { item: CatalogueItem }) {
  const facts = [
    { key: text.facts.kind, value: text.kinds[item.kind] },
    ...(item.application
      ? [
          {
            key: text.facts.application,
            value: <Link href={pages.application(item.application.id)}>{item.application.name}</Link>,
          },
        ]
      : []),
    { key: text.facts.owner, value: item.owner?.name ?? text.noneChosen },
    ...(item.kind === 'bundle'
      ? []
      : [{ key: text.facts.provisioner, value: item.provisioner?.name ?? text.castellan }]),
    ...(item.riskLevel === null ? [] : [{ key: text.facts.risk, value: item.riskLevel }]),
    ...(item.requestFields.length > 0 ? [{ key: text.facts.asks, value: item.requestFields.join(', ') }] : []),
    ...(item.workflow ? [{ key: text.facts.workflow, value: item.workflow }] : []),
    ...(item.contents.length > 0
      ? [{ key: text.facts.contents, value: item.contents.map(({ name }) => name).join(', ') }]
      : []),
  ]
  return (
    <div className="detail">
      <header>
        <h2>{item.name}</h2>
        {item.description && <p className="muted">{item.description}</p>}
        {item.why && <Banner kind="info" title={item.why} />}
      </header>
      <KeyValues items={facts} />
      {item.kind !== 'bundle' && (
        <section className="detail-section" aria-label={text.chain}>
          <h3>{text.chain}</h3>
          <Chain
            levels={item.approvers}
            parallel={item.parallel}
            defaultText={text.chainDefault}
            emptyText={text.chainNone}
          />
          {item.removalApprovers !== null && (
            <>
              <h4>{text.removalChain}</h4>
              <Chain
                levels={item.removalApprovers}
                parallel={item.parallel}
                defaultText=""
                emptyText={text.removalChainNone}
              />
            </>
          )}
          <ApproverPreviewPicker id={item.id} />
        </section>
      )}
    </div>
  )
}

interface ChainProps {
  levels: CatalogueItem['approvers']
  parallel: boolean
  /** Shown if the item has no approvers of its own. */
  defaultText: string
  /** Shown for an empty chain. */
  emptyText: string
}

function Chain({ levels, parallel, defaultText, emptyText }: ChainProps) {
  if (levels === null) return <p className="muted">{defaultText}</p>
  if (levels.length === 0) return <p className="muted">{emptyText}</p>
  return (
    <>
      <ol className="item-chain">
        {levels.map(({ word, meaning }, index) => (
          // oxlint-disable-next-line react/no-array-index-key -- the position is the identity of a level
          <li key={index}>
            {levelLabel(word, meaning?.name)} {meaning?.kind === 'role' && <Badge>{meaning.kind}</Badge>}
          </li>
        ))}
      </ol>
      {parallel && levels.length > 1 && <p className="muted">{text.chainParallel}</p>}
    </>
  )
}

const levelLabel = (word: string, name: string | undefined): string =>
  word === 'entitlementOwner' && name !== undefined ? text.ownerNamed(name) : (name ?? text.approverWords[word] ?? word)

/** Previews the approvers of the saved item for a person. */
function ApproverPreviewPicker({ id }: { id: string }) {
  const [person, setPerson] = useState<PrincipalRef>()
  const approversQuery = useApprovers(id, person?.id)
  return (
    <div className="stack approver-preview-person">
      <PrincipalPicker label={text.preview} kind="person" chosen={person} onChoose={setPerson} />
      {person && approversQuery.data && (
        <p role="status">
          <strong>{text.previewFor(person.name)}:</strong> {previewText(approversQuery.data)}
        </p>
      )}
    </div>
  )
}
