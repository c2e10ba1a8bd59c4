import type { CatalogueItem } from '../../../contract/catalogue.ts'
import { ChangeOrRemove } from '../../shared/dialogs/change-or-remove.tsx'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { ItemForm } from './item-form.tsx'
import { useItem, useRemoveItem } from './queries.ts'
import { text } from './text.ts'

/** Owner, chain, risk and questions of an item; or out of the catalogue with it. */
export function ItemDecision({ id }: { id: string }) {
  const found = useItem(id)
  const may = useIsPermitted('catalogue:write')
  if (!found.data || found.data.id !== id) return null
  if (!may) return <p className="item-do muted">{text.mayNot}</p>
  return <Do key={found.data.revision} item={found.data} />
}

function Do({ item }: { item: CatalogueItem }) {
  const removal = useRemoveItem()
  return (
    <div className="item-do">
      <ChangeOrRemove one={item} words={text} removal={removal} after="/catalogue">
        {(close) => <ItemForm item={item} onDone={close} />}
      </ChangeOrRemove>
    </div>
  )
}
