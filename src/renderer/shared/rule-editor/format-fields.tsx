import { useState } from 'react'
import type { FileGroup } from '../../../contract/applications.ts'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { text } from './text.ts'

export interface FormatFieldsProps {
  format: FileGroup['format']
  /** Worksheets of the current file, if it is a workbook. */
  sheets: readonly string[] | null
  errorAt: (field: string) => string | undefined
  onChange: (format: FileGroup['format']) => void
}

/** Format options of a file. Options that are not set to detect must match. */
export function FormatFields({ format, sheets, errorAt, onChange }: FormatFieldsProps) {
  const set = (change: Partial<FileGroup['format']>) => onChange({ ...format, ...change })
  const delimiters: Readonly<Record<string, string>> = { ...text.delimiters }
  const offered = format.delimiter in delimiters ? delimiters : { ...delimiters, [format.delimiter]: format.delimiter }
  return (
    <div className="rules-fields">
      <Select
        label={text.encoding}
        value={format.encoding}
        options={(Object.keys(text.encodings) as (keyof typeof text.encodings)[]).map((value) => ({
          value,
          title: text.encodings[value],
        }))}
        onChange={(encoding) => set({ encoding })}
      />
      <Select
        label={text.delimiter}
        value={format.delimiter}
        options={Object.entries(offered).map(([value, title]) => ({ value, title }))}
        onChange={(delimiter) => set({ delimiter })}
      />
      <HeaderRow value={format.headerRow} onChange={(headerRow) => set({ headerRow })} />
      <TextField
        label={text.comment}
        note={text.commentNote}
        value={format.comment ?? ''}
        error={errorAt('format.comment')}
        onChange={(comment) => set({ comment: comment === '' ? null : comment })}
        maxLength={10}
        autoComplete="off"
      />
      {sheets ? (
        <Select
          label={text.sheet}
          value={format.sheet ?? ''}
          options={[
            { value: '', title: text.firstSheet },
            ...[...new Set([...sheets, ...(format.sheet === null ? [] : [format.sheet])])].map((name) => ({
              value: name,
              title: name,
            })),
          ]}
          onChange={(name) => set({ sheet: name === '' ? null : name })}
        />
      ) : (
        <TextField
          label={text.sheet}
          note={text.sheetNote}
          value={format.sheet ?? ''}
          error={errorAt('format.sheet')}
          onChange={(name) => set({ sheet: name === '' ? null : name })}
          maxLength={100}
          autoComplete="off"
        />
      )}
    </div>
  )
}

/** A whole number. Invalid input stays visible with an error and changes nothing. */
function HeaderRow({ value, onChange }: { value: number; onChange: (value: number) => void }) {
  const [typed, setTyped] = useState<string>()
  const shown = typed ?? String(value)
  const right = /^\d{1,3}$/.test(shown) && Number(shown) >= 1 && Number(shown) <= 100
  return (
    <TextField
      label={text.headerRow}
      note={text.headerRowNote}
      inputMode="numeric"
      value={shown}
      error={right ? undefined : text.headerRowWrong}
      onChange={(now) => {
        setTyped(now)
        if (/^\d{1,3}$/.test(now) && Number(now) >= 1 && Number(now) <= 100) onChange(Number(now))
      }}
      onBlur={() => setTyped(undefined)}
      autoComplete="off"
    />
  )
}
