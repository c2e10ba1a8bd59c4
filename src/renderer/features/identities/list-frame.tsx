import { type ReactNode, useState } from 'react'
import { type CsvTable, ExportRows } from '../../shared/lists/export-rows.tsx'
import type { FetchPage } from '../../shared/lists/paged-rows-cache.ts'
import { navigate } from '../../shared/navigation/router.ts'
import { SearchField } from '../../ui/search-field.tsx'
import { Skeleton } from '../../ui/states.tsx'
import { VirtualList } from '../../ui/virtual-list.tsx'
import { placeOf, useFirst, useList } from './use-list.ts'
import { useSearchKey } from '../../commands/use-search-key.ts'

/**
 * The rows of one question, and which of them is shown beside the list: the one that the address names.
 * @param asking must be stable for one question
 * @param path of the list; a row's is below it
 */
export function useSelectedId<T extends { readonly id: string }>(
  asking: FetchPage<T>,
  path: string,
  chosen: string | undefined,
) {
  const rows = useList(asking)
  const [near, setNear] = useState(-1)
  const first = rows.rowAt(0)
  useFirst(first && `${path}/${first.id}`, chosen !== undefined)
  return {
    rows,
    place: placeOf(rows, (row) => row.id === chosen, near),
    choose: (at: number) => {
      setNear(at)
      const row = rows.rowAt(at)
      if (row) navigate(`${path}/${row.id}`, { replace: true, keepQuery: true })
    },
  }
}

interface ListFrameProps<T extends { readonly id: string }> {
  label: string
  search: { readonly label: string; readonly words: string; readonly onChange: (words: string) => void }
  table: CsvTable<T>
  list: ReturnType<typeof useSelectedId<T>>
  /** What the list answers; another one is looked at from its beginning. */
  version: unknown
  /** Beside the search field. */
  filter?: ReactNode
  /** Between the search field and the list. */
  note?: ReactNode
  empty: ReactNode
  counted: (count: number) => string
  children: (row: T) => ReactNode
}

/** The list of this screen: a search field with `/`, export, filters, and rows that are opened as they are walked. */
export function ListFrame<T extends { readonly id: string }>(props: ListFrameProps<T>) {
  const { label, search, table, list, version, filter, note, empty, counted, children } = props
  const { rows, place, choose } = list
  const input = useSearchKey(search.label)
  return (
    <>
      <div className="list-bar">
        <SearchField
          label={search.label}
          shortcut="/"
          inputRef={input}
          value={search.words}
          onChange={search.onChange}
        />
        <ExportRows table={table} />
        {filter}
      </div>
      {note}
      {rows.total === undefined ? (
        <Skeleton lines={8} />
      ) : (
        <VirtualList<T>
          label={label}
          count={rows.total}
          rowAt={rows.rowAt}
          keyOf={(one) => one.id}
          active={place}
          onActive={choose}
          onRange={rows.onRange}
          version={version}
          lines={2}
          empty={empty}
          counted={counted}
        >
          {children}
        </VirtualList>
      )}
    </>
  )
}
