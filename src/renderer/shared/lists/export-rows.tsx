import { useEffect, useRef, useState } from 'react'
import { saveFile } from '../../api/download.ts'
import { asProblem } from '../../api/problem.ts'
import { CommandIconButton, type IconCommand } from '../../commands/command-button.tsx'
import { useCommands } from '../../commands/use-commands.ts'
import { csvRecord } from './csv.ts'
import type { FetchPage } from './use-paged-rows.ts'
import { count, number } from '../../ui/format.ts'
import { toast } from '../../ui/toast.ts'

const text = {
  export: 'Export list as CSV',
  stop: 'Cancel export',
  collecting: (rows: string) => `Exporting ${rows}`,
  done: (rows: string) => `${rows} exported.`,
}

export interface CsvTable<T> {
  /** File name without extension. */
  readonly name: string
  readonly head: readonly string[]
  readonly record: (row: T) => readonly (string | number)[]
  readonly fetchPage: FetchPage<T>
}

/** Fetches a whole list, page by page. The byte order mark tells Excel that the file is UTF-8. */
async function listAsCsv<T>(
  { head, record, fetchPage }: CsvTable<T>,
  options: { onRows: (rows: number) => void; signal: AbortSignal },
): Promise<{ file: Blob; rows: number }> {
  const parts = ['\ufeff', csvRecord(head)]
  let rows = 0
  for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
    const page = await fetchPage(cursor, options.signal)
    parts.push(page.items.map((row) => csvRecord(record(row))).join(''))
    rows += page.items.length
    options.onRows(rows)
    cursor = page.next
  }
  return { file: new Blob(parts, { type: 'text/csv' }), rows }
}

/** Exports all rows of a list as a CSV file. A second press cancels. */
export function ExportRows<T>({ table }: { table: CsvTable<T> }) {
  const [rows, setRows] = useState<number>()
  const call = useRef<AbortController>(undefined)
  useEffect(() => () => call.current?.abort(), [])
  const run = async () => {
    if (call.current) return call.current.abort()
    const { signal } = (call.current = new AbortController())
    setRows(0)
    try {
      const csv = await listAsCsv(table, { onRows: setRows, signal })
      saveFile(csv.file, `${table.name}.csv`)
      toast({ kind: 'done', message: text.done(count(csv.rows, 'row')) })
    } catch (thrown) {
      if (!signal.aborted) toast({ kind: 'error', message: asProblem(thrown).detail })
    } finally {
      call.current = undefined
      setRows(undefined)
    }
  }
  const command: IconCommand = {
    id: 'list.export',
    title: rows === undefined ? text.export : text.stop,
    group: 'Actions',
    shortcut: 'e',
    icon: rows === undefined ? 'download' : 'close',
    keywords: ['csv', 'excel', 'save'],
    run: () => void run(),
  }
  useCommands([command])
  return (
    <>
      {rows !== undefined && (
        <span className="muted number" role="status">
          {text.collecting(number(rows))}
        </span>
      )}
      <CommandIconButton command={command} />
    </>
  )
}
