import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Application } from '../../../contract/applications.ts'
import { applicationKeys } from '../../api/applications.ts'
import { request } from '../../api/client.ts'
import { type ApiProblem, asProblem } from '../../api/problem.ts'
import { CommandButton } from '../../commands/command-button.tsx'
import type { Command } from '../../commands/registry.ts'
import { useCommands } from '../../commands/use-commands.ts'
import { missingField, mappingOf } from '../../shared/rule-editor/column-mapping.ts'
import { text as ruleText } from '../../shared/rule-editor/text.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { toast } from '../../ui/toast.ts'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { changesIn, isChanged, type RulesDraft } from './rules-draft.ts'
import { text } from './text.ts'
import { apiPaths } from '../../shared/navigation/paths.ts'

export interface RulesDecisionProps {
  application: Application
  draft: RulesDraft
  /** Passes the error of a rejected save to the fields; undefined clears it. */
  onRefused: (problem: ApiProblem | undefined) => void
  onDone: () => void
}

/** Saves the edited rules as a new version, on the revision that the edit started from. */
export function RulesDecision({ application, draft, onRefused, onDone }: RulesDecisionProps) {
  const queries = useQueryClient()
  const canWrite = useIsPermitted('applications:write')
  const save = useMutation({
    mutationFn: () =>
      request(Application, apiPaths.application(application.id), {
        method: 'PATCH',
        body: changesIn(draft, application),
        ifMatch: draft.revision,
      }),
    onMutate: () => onRefused(undefined),
    onError: (thrown) => onRefused(asProblem(thrown)),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: applicationKeys.all })
      onDone()
      toast({ kind: 'done', message: text.savedMessage(application.name) })
    },
  })
  const changed = isChanged(draft, application)
  const missing = draft.rules.fileGroups
    .filter(({ profile }) => profile !== 'standardized-permissions')
    .map((group) => missingField(mappingOf(group), group.profile === 'hr-roster'))
    .find(Boolean)
  const saveCommand: Command = {
    id: 'applications.save',
    title: text.save,
    group: 'Actions',
    shortcut: 'mod+s',
    icon: 'check',
    whileTyping: true,
    isEnabled: changed && missing === undefined && !save.isPending,
    run: () => save.mutate(),
  }
  useCommands(canWrite ? [saveCommand] : [])
  if (!canWrite) return <p className="decision-pane muted">{text.readOnly}</p>
  const problem = save.isError ? asProblem(save.error) : undefined
  const discard = () => {
    save.reset()
    onRefused(undefined)
    onDone()
    void queries.invalidateQueries({ queryKey: applicationKeys.all })
  }
  return (
    <div className="decision-pane">
      <div>
        <h3>{changed ? text.changed : text.saved}</h3>
        {changed && <p className="muted">{text.changedText}</p>}
      </div>
      {missing && <Banner kind="info" title={ruleText.missing[missing]} />}
      {problem && (
        <Banner kind="error" title={titleOf(problem)}>
          {problem.status === 412 ? text.staleText : problem.errors.length > 0 ? text.problemsText : problem.detail}
        </Banner>
      )}
      <CommandButton command={saveCommand} variant="primary" wide isPending={save.isPending} />
      <Button variant="quiet" wide isDisabled={!changed && !problem} onPress={discard}>
        {text.discard}
      </Button>
    </div>
  )
}

function titleOf(problem: ApiProblem): string {
  if (problem.status === 412) return text.stale
  return problem.errors.length > 0 ? text.problems(problem.errors.length) : text.refused
}
