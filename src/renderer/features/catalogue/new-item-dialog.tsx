import { useState } from 'react'
import { asProblem } from '../../api/problem.ts'
import { navigate, usePath } from '../../shared/navigation/router.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { Dialog } from '../../ui/dialog.tsx'
import { SearchField } from '../../ui/search-field.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.ts'
import { useDebouncedSearch } from '../../shared/hooks/use-debounced-search.ts'
import { loadedRows, useRows } from '../../shared/lists/use-list.ts'
import { itemList } from './catalogue-lists.ts'
import { useCreateItem } from './queries.ts'
import { text } from './text.ts'
import { pages } from '../../shared/navigation/paths.ts'

export interface NewItemDialogProps {
  kind: 'role' | 'bundle'
  isOpen: boolean
  onClose: () => void
}

/** Creates a role that Castellan manages, or a bundle of items. */
export function NewItemDialog({ kind, isOpen, onClose }: NewItemDialogProps) {
  return (
    <Dialog title={kind === 'role' ? text.newRole : text.newBundle} isOpen={isOpen} onClose={onClose}>
      <Form kind={kind} onDone={onClose} />
    </Dialog>
  )
}

function Form({ kind, onDone }: { kind: 'role' | 'bundle'; onDone: () => void }) {
  const create = useCreateItem()
  const from = usePath()
  const [name, setName] = useState('')
  const [description, setDescription] = useState('')
  const [contents, setContents] = useState<readonly string[]>([])
  const ready = name.trim() !== '' && (kind === 'role' || contents.length > 0)
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (!ready) return
        const common = { name: name.trim(), description: description.trim() }
        create.mutate(kind === 'role' ? { kind, ...common } : { kind, ...common, contents: [...contents] }, {
          onSuccess: (item) => {
            toast({ kind: 'done', message: text.created(item.name) })
            onDone()
            navigate(pages.catalogueItem(item.id), { from })
          },
        })
      }}
    >
      <TextField label={text.name} value={name} onChange={setName} maxLength={200} autoFocus isRequired />
      <TextField label={text.description} value={description} onChange={setDescription} lines={2} maxLength={2000} />
      {kind === 'bundle' && <Contents chosen={contents} onChange={setContents} />}
      {create.isError && (
        <Banner kind="error" title={text.refused}>
          {asProblem(create.error).detail}
        </Banner>
      )}
      <Button type="submit" variant="primary" wide isDisabled={!ready} isPending={create.isPending}>
        {text.create}
      </Button>
    </form>
  )
}

function Contents({ chosen, onChange }: { chosen: readonly string[]; onChange: (ids: readonly string[]) => void }) {
  const [searchText, setSearchText] = useState('')
  const query = useDebouncedSearch(searchText)
  const { rows } = useRows(itemList, { query })
  const items = loadedRows(rows).filter((item) => item.kind !== 'bundle' && item.requestable)
  return (
    <div role="group" aria-label={text.contents} className="stack-tight">
      <span className="field-label">{text.contents}</span>
      <SearchField label={text.search} value={searchText} onChange={setSearchText} />
      <div className="stack-dense bundle-choices">
        {items.map((item) => (
          <Checkbox
            key={item.id}
            isSelected={chosen.includes(item.id)}
            onChange={(on) => onChange(on ? [...chosen, item.id] : chosen.filter((id) => id !== item.id))}
          >
            {item.name}
          </Checkbox>
        ))}
      </div>
    </div>
  )
}
