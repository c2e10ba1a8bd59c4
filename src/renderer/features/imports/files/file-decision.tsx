import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Application } from '../../../../contract/applications.ts'
import { type FileInspection, ReceivedFile } from '../../../../contract/files.ts'
import { applicationKeys, useApplications } from '../../../api/applications.ts'
import { request } from '../../../api/client.ts'
import { scheduleRefresh } from '../../../api/refresh.ts'
import { asProblem } from '../../../api/problem.ts'
import { Link } from '../../../shared/link.tsx'
import { navigate } from '../../../shared/navigation/router.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { moment } from '../../../ui/format.ts'
import { Select } from '../../../ui/select.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useIsPermitted } from '../../../shared/hooks/use-is-permitted.ts'
import { missingField } from '../../../shared/rule-editor/column-mapping.ts'
import { text as ruleText } from '../../../shared/rule-editor/text.ts'
import {
  type Draft,
  forgetDraft,
  firstDraft,
  newApplication,
  setDraft,
  type Layout,
  layoutOf,
  fromLayout,
} from './draft.ts'
import { Findings } from './findings.tsx'
import { fileKeys, importKeys, inspectionQuery } from '../queries.ts'
import { text } from '../text.ts'
import { useDraft } from './use-draft.ts'
import { useFile } from './use-file.ts'
import { apiPaths, pages } from '../../../shared/navigation/paths.ts'

/** The status of a file, and the form that assigns an unrecognised one. */
export function FileDecision({ id }: { id: string }) {
  const { file, inspection } = useFile(id)
  const canStage = useIsPermitted('imports:stage')
  const draft = useDraft(id, inspection.data)
  if (!file) return null
  return (
    <div className="decision">
      {file.state === 'unrecognised' && canStage ? (
        inspection.data && draft && <AssignForm id={id} why={file.why} draft={draft} inspection={inspection.data} />
      ) : (
        <section className="stack decision-actions" aria-label={text.fileStatus}>
          <h3>{text.fileStatus}</h3>
          <p>{file.why}</p>
          {file.state === 'unrecognised' && <p className="muted">{text.assignReadOnly}</p>}
          <p className="muted">{text.receivedAt(moment(file.seenAt))}</p>
          {file.importId && <Link href={pages.import(file.importId)}>{text.openImport}</Link>}
        </section>
      )}
    </div>
  )
}

interface AssignFormProps {
  id: string
  why: string
  draft: Draft
  inspection: FileInspection
}

function AssignForm({ id, why, draft, inspection }: AssignFormProps) {
  const applications = useApplications()
  const canCreate = useIsPermitted('applications:write')
  const assign = useAssign(id)
  const otherSheet = useOtherSheet(id, draft)
  const activeApplications = (applications.data ?? []).filter((application) => !application.archived)
  const owner = draft.owner === '' && !canCreate ? (activeApplications[0]?.id ?? '') : draft.owner
  const chosen = activeApplications.find((application) => application.id === owner)
  const layout = layoutOf(draft)
  const missing =
    owner === '' && layout !== 'standardized' ? missingField(draft.meanings, layout === 'roster') : undefined
  const change = (part: Partial<Draft>) => setDraft(id, { ...draft, ...part })
  const ready = missing === undefined && (owner !== '' || (draft.name.trim() !== '' && draft.pattern.trim() !== ''))
  const problem = assign.isError ? asProblem(assign.error) : undefined

  return (
    <form
      className="stack decision-actions"
      aria-label={text.assignTitle}
      onSubmit={(event) => {
        event.preventDefault()
        if (ready) assign.mutate({ ...draft, owner })
      }}
    >
      <div>
        <h3>{text.assignTitle}</h3>
        <p className="muted">{why}</p>
      </div>
      {activeApplications.length > 0 && (
        <Select
          label={text.applicationLabel}
          value={owner === '' ? 'new' : owner}
          options={[
            ...(canCreate ? [{ value: 'new', title: text.newApplication }] : []),
            ...activeApplications.map((application) => ({ value: application.id, title: application.name })),
          ]}
          onChange={(value) => change({ owner: value === 'new' ? '' : value })}
        />
      )}
      {owner === '' && (
        <>
          <Select
            label={text.kindLabel}
            value={layout}
            options={(Object.keys(text.layouts) as Layout[]).map((value) => ({ value, title: text.layouts[value] }))}
            onChange={(chosen) => change(fromLayout(chosen))}
          />
          {inspection.sheets && inspection.sheets.length > 1 && (
            <Select
              label={text.sheet}
              value={draft.format.sheet ?? inspection.sheets[0] ?? ''}
              options={inspection.sheets.map((sheet) => ({ value: sheet, title: sheet }))}
              onChange={(sheet) => otherSheet.mutate(sheet)}
            />
          )}
          {otherSheet.isError && <Banner kind="error" title={asProblem(otherSheet.error).detail} />}
          <Findings id={id} draft={draft} findings={inspection.findings} />
          <TextField
            label={draft.kind === 'roster' ? text.rosterName : text.applicationName}
            value={draft.name}
            onChange={(name) => change({ name })}
            maxLength={100}
            autoComplete="off"
          />
          <TextField
            label={text.pattern}
            note={text.patternNote}
            value={draft.pattern}
            onChange={(pattern) => change({ pattern })}
            maxLength={200}
            autoComplete="off"
            mono
          />
        </>
      )}
      {missing && <Banner kind="info" title={ruleText.missing[missing]} />}
      {problem && <Banner kind="error" title={problem.detail} />}
      <div>
        <Button type="submit" variant="primary" wide isDisabled={!ready} isPending={assign.isPending}>
          {chosen ? text.previewFor(chosen.name) : text.create}
        </Button>
        <p className="decision-note">
          {chosen ? text.previewForNote : text.createNote(inspection.dialect.header.length)}
        </p>
      </div>
    </form>
  )
}

/** Another worksheet has other columns, so the mapping is suggested again. */
function useOtherSheet(id: string, { owner, name, pattern }: Draft) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (sheet: string) => queries.fetchQuery(inspectionQuery(id, { sheet })),
    onSuccess: (inspection) => setDraft(id, { ...firstDraft(inspection), owner, name, pattern }),
  })
}

/** Creates the application if it is new, and assigns the file. */
function useAssign(id: string) {
  const queries = useQueryClient()
  return useMutation({
    mutationFn: async (draft: Draft) => {
      const applicationId = draft.owner || draft.madeId || (await create(draft)).id
      if (draft.owner === '') setDraft(id, { ...draft, madeId: applicationId })
      return request(ReceivedFile, apiPaths.assignFile(id), {
        method: 'POST',
        body: { applicationId },
      })
    },
    onSuccess: (file) => {
      forgetDraft(id)
      navigate(file.importId === null ? pages.receivedFile(file.id) : pages.import(file.importId))
    },
    onSettled: () => scheduleRefresh(queries, importKeys.all, fileKeys.all, applicationKeys.all),
  })
}

const create = (draft: Draft): Promise<Application> =>
  request(Application, apiPaths.applications, { method: 'POST', body: newApplication(draft, crypto.randomUUID()) })
