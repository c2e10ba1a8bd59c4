import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { type FileGroup, profiles } from '../../../contract/applications.ts'
import { ReceivedFile, type TriedRules } from '../../../contract/files.ts'
import { permissionsFileField } from '../../../contract/permissions-file.ts'
import { asProblem } from '../../api/problem.ts'
import { upload } from '../../api/upload.ts'
import { FormatFields } from '../../shared/rule-editor/format-fields.tsx'
import { MappingTable } from '../../shared/rule-editor/mapping-table.tsx'
import { alsoMappedTo, columnsOf, mappingOf } from '../../shared/rule-editor/column-mapping.ts'
import { markedColumns } from '../../shared/rule-editor/marked-columns.ts'
import { ShapeRules } from '../../shared/rule-editor/shape-rules.tsx'
import { text as ruleText } from '../../shared/rule-editor/text.ts'
import { TrialRows } from '../../shared/rule-editor/trial-rows.tsx'
import { ValueRules } from '../../shared/rule-editor/value-rules.tsx'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { FileButton } from '../../ui/file-drop.tsx'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { text } from './text.ts'
import { latestFileOf, useSamples, useTrial } from './use-trial.ts'
import { apiPaths } from '../../shared/navigation/paths.ts'

export interface GroupEditorProps {
  applicationId: string
  kind: 'application' | 'roster'
  group: FileGroup
  /** The error of the last attempt to save, by field. */
  refusedAt: (field: string) => string | undefined
  /** Absent for the only file group: it cannot be removed. */
  onRemove?: () => void
  onChange: (change: Partial<FileGroup>) => void
}

/** Edits the rules of one file and previews them on the first rows of a real file. */
export function GroupEditor({ applicationId, kind, group, refusedAt, onRemove, onChange }: GroupEditorProps) {
  const canTry = useIsPermitted('imports:stage')
  const canRead = useIsPermitted('imports:read')
  const [sample, setSample] = useState<ReceivedFile>()
  const samples = useSamples(applicationId)
  const files = canRead ? (samples.data ?? []) : []
  const file = sample ?? latestFileOf(files, group.id) ?? files[0]
  const trial = useTrial(canTry ? file?.id : undefined, group)
  const tried = file && trial.data?.file.id === file.id ? trial.data : undefined
  const errorAt = (field: string) =>
    tried?.ruleProblems.find((problem) => problem.field === field)?.message ?? refusedAt(field)
  const offered = profiles.filter((profile) => (profile === 'hr-roster') === (kind === 'roster'))
  return (
    <section className="detail-section" aria-label={text.group(group.name)}>
      <div className="section-head">
        <h3>{text.group(group.name)}</h3>
        {onRemove && (
          <Button variant="quiet" onPress={onRemove}>
            {text.removeGroup}
          </Button>
        )}
      </div>
      <div className="rules-fields">
        <TextField
          label={ruleText.groupName}
          value={group.name}
          error={errorAt('name')}
          onChange={(name) => onChange({ name })}
          maxLength={100}
          autoComplete="off"
        />
        <TextField
          label={ruleText.fileNames}
          note={ruleText.fileNamesNote}
          value={group.pattern}
          error={errorAt('pattern')}
          onChange={(pattern) => onChange({ pattern })}
          maxLength={200}
          autoComplete="off"
          mono
        />
        {offered.length > 1 && (
          <Select
            label={ruleText.layout}
            value={group.profile}
            options={offered.map((value) => ({ value, title: ruleText.layouts[value] }))}
            onChange={(profile) => onChange({ profile })}
          />
        )}
      </div>
      <Checkbox isSelected={group.required} onChange={(required) => onChange({ required })}>
        {ruleText.required} <span className="muted">{ruleText.requiredNote}</span>
      </Checkbox>
      <FormatFields
        format={group.format}
        sheets={tried?.sheets ?? null}
        errorAt={errorAt}
        onChange={(format) => onChange({ format })}
      />
      <Columns group={group} tried={tried} errorAt={errorAt} onChange={onChange} />
      <ShapeRules group={group} errorAt={errorAt} onChange={onChange} />
      <ValueRules group={group} errorAt={errorAt} onChange={onChange} />
      {canTry && (
        <div className="stack-tight rules-part application-trial">
          <h4>{ruleText.trial}</h4>
          <div className="section-head">
            {file ? (
              <span className="muted truncate">{ruleText.trialOf(file.name)}</span>
            ) : (
              <span className="muted">{samples.isPending ? ruleText.trialLoading : ruleText.trialEmpty}</span>
            )}
            <SampleChooser onSample={setSample} />
          </div>
          {trial.isError && <Banner kind="error" title={asProblem(trial.error).detail} />}
          {tried && <TrialRows tried={tried} />}
        </div>
      )}
    </section>
  )
}

function SampleChooser({ onSample }: { onSample: (file: ReceivedFile) => void }) {
  const send = useMutation({
    mutationFn: (file: File) =>
      upload(ReceivedFile, apiPaths.files, file, {
        query: { name: file.name, modifiedAt: new Date(file.lastModified).toISOString(), sample: true },
        onSent: () => undefined,
        signal: new AbortController().signal,
      }),
    onSuccess: onSample,
  })
  return (
    <>
      <FileButton isPending={send.isPending} onFiles={([first]) => first && send.mutate(first)}>
        {ruleText.chooseSample}
      </FileButton>
      {send.isError && <Banner kind="error" title={asProblem(send.error).detail} />}
    </>
  )
}

interface ColumnsProps {
  group: FileGroup
  tried: TriedRules | undefined
  errorAt: (field: string) => string | undefined
  onChange: (change: Partial<FileGroup>) => void
}

function Columns({ group, tried, errorAt, onChange }: ColumnsProps) {
  const [column, setColumn] = useState('')
  const header = tried?.dialect?.header ?? []
  const standardized = group.profile === 'standardized-permissions'
  const mapping = mappingOf(group)
  // Columns of the file that the rules do not mention.
  const unknown = header.filter(
    (name) =>
      name !== '' &&
      !(name in mapping) &&
      !markedColumns(group).includes(name) &&
      group.unpivot?.columns !== 'unmapped' &&
      !(standardized && permissionsFileField(name)),
  )
  const meanings = mapping
  const name = column.trim()
  const add = (more: readonly string[]) => onChange({ ignoredColumns: [...group.ignoredColumns, ...more] })
  const problems = [
    errorAt('columns.userName'),
    errorAt('columns.employeeId'),
    ...group.keyColumns.map((_, index) => errorAt(`keyColumns.${index}`)),
  ].filter((message) => message !== undefined)
  return (
    <>
      {standardized && <p className="muted">{ruleText.standardized}</p>}
      {Object.keys(meanings).length > 0 && (
        <MappingTable
          meanings={meanings}
          {...(tried ? { sampleOf: (columnName) => samplesOf(tried, columnName) } : {})}
          alsoOf={(columnName) => alsoMappedTo(group.columns, columnName)}
          keys={{ chosen: group.keyColumns, onChange: (keyColumns) => onChange({ keyColumns }) }}
          onChange={(changed) => onChange(columnsOf(changed, group.columns))}
        />
      )}
      {problems.length > 0 && (
        <Banner kind="error" title={ruleText.ruleErrors}>
          <ul className="rules-problems">
            {problems.map((message) => (
              <li key={message}>{message}</li>
            ))}
          </ul>
        </Banner>
      )}
      {unknown.length > 0 && (
        <div>
          <Button icon="plus" onPress={() => add(unknown)}>
            {text.addColumns(unknown)}
          </Button>
        </div>
      )}
      <form
        className="application-add"
        onSubmit={(event) => {
          event.preventDefault()
          if (name === '' || name in meanings) return
          add([name])
          setColumn('')
        }}
      >
        <TextField label={ruleText.addColumn} value={column} onChange={setColumn} maxLength={200} autoComplete="off" />
        <Button type="submit" isDisabled={name === '' || name in meanings}>
          {ruleText.add}
        </Button>
      </form>
    </>
  )
}

function samplesOf(tried: TriedRules, column: string): string {
  const index = (tried.dialect?.header ?? []).findIndex((name) => name.toLowerCase() === column.trim().toLowerCase())
  const values = new Set(tried.rows.map(({ cells }) => cells[index]?.trim() ?? '').filter(Boolean))
  return [...values].slice(0, 3).join(', ')
}
