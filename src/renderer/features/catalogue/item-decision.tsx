import type { CatalogueItem } from '../../../contract/catalogue.ts'
import { ChangeOrRemove } from '../../shared/dialogs/change-or-remove.tsx'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { ItemForm } from './item-form.tsx'
import { useItem, useRemoveItem } from './queries.ts'
import { text } from './text.ts'
import { pages } from '../../shared/navigation/paths.ts'

/** Edits a catalogue item or removes it. */
export function ItemDecision({ id }: { id: string }) {
  const itemQuery = useItem(id)
  const canWrite = useIsPermitted('catalogue:write')
  if (!itemQuery.data || itemQuery.data.id !== id) return null
  if (!canWrite) return <p className="decision-pane muted">{text.readOnly}</p>
  return <ItemActions key={itemQuery.data.revision} item={itemQuery.data} />
}

function ItemActions({ item }: { item: CatalogueItem }) {
  const removal = useRemoveItem()
  return (
    <div className="decision-pane">
      <ChangeOrRemove record={item} labels={text} removal={removal} after={pages.catalogue}>
        {(close) => <ItemForm item={item} onDone={close} />}
      </ChangeOrRemove>
    </div>
  )
}
