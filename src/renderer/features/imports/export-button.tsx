import { useEffect, useMemo, useRef, useState } from 'react'
import type { Import } from '../../../contract/imports.ts'
import { saveFile } from '../../api/download.ts'
import { asProblem } from '../../api/problem.ts'
import type { Command } from '../../commands/registry.ts'
import { useCommands } from '../../commands/use-commands.ts'
import { count, number } from '../../ui/format.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { toast } from '../../ui/toast.ts'
import { changesAsCsv, exportName } from './export-changes.ts'
import type { ChangeFilter } from './queries.ts'
import { text } from './text.ts'

/** Saves what the table shows, all of it, as a CSV file. A second press stops it. */
export function ExportButton({ one, filter }: { one: Import; filter: ChangeFilter }) {
  const [rows, setRows] = useState<number>()
  const call = useRef<AbortController>(undefined)
  useEffect(() => () => call.current?.abort(), [])

  const run = useMemo(
    () => async () => {
      if (call.current) return call.current.abort()
      const { signal } = (call.current = new AbortController())
      setRows(0)
      try {
        const csv = await changesAsCsv(one, filter, { onRows: setRows, signal })
        saveFile(csv.file, exportName(one))
        toast({ kind: 'done', message: text.exported(count(csv.rows, 'change')) })
      } catch (thrown) {
        if (!signal.aborted) toast({ kind: 'error', message: asProblem(thrown).detail })
      } finally {
        call.current = undefined
        setRows(undefined)
      }
    },
    [one, filter],
  )
  const commands = useMemo<readonly Command[]>(
    () => [
      {
        id: 'imports.export',
        title: text.exportChanges,
        group: 'Review',
        shortcut: 'e',
        icon: 'download',
        keywords: ['csv', 'excel', 'save'],
        run: () => void run(),
      },
    ],
    [run],
  )
  useCommands(commands)
  return (
    <>
      {rows !== undefined && (
        <span className="muted number" role="status">
          {text.exporting(number(rows))}
        </span>
      )}
      <IconButton
        icon={rows === undefined ? 'download' : 'close'}
        label={rows === undefined ? text.exportChanges : text.stopExport}
        shortcut="e"
        onPress={() => void run()}
      />
    </>
  )
}
