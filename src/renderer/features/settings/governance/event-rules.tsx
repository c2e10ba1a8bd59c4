import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { PrincipalRef } from '../../../../contract/catalogue.ts'
import {
  type ChangePersonnelEventSettings,
  CurrentPersonnelEventSettings,
  organisationalRoles,
} from '../../../../contract/personnel-event-settings.ts'
import { request } from '../../../api/client.ts'
import { asProblem } from '../../../api/problem.ts'
import { useIsPermitted } from '../../../shared/hooks/use-is-permitted.ts'
import { useSaveChange } from '../../../shared/lists/use-save-change.ts'
import { apiPaths } from '../../../shared/navigation/paths.ts'
import { PrincipalField } from '../../../shared/pickers/principal-field.tsx'
import { QueryView } from '../../../shared/query-view.tsx'
import { Banner } from '../../../ui/banner.tsx'
import { Button } from '../../../ui/button.tsx'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { EmptyState } from '../../../ui/states.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { toast } from '../../../ui/toast.ts'
import { text } from './event-rules-text.ts'

const key = ['settings', 'personnel-events'] as const

/** How personnel events run: who must answer, how early access is given, the days on which nobody works. */
export function EventRules() {
  return useIsPermitted('events:read') ? <Rules /> : <EmptyState icon="hold" title={text.forbidden} />
}

function Rules() {
  const rules = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => request(CurrentPersonnelEventSettings, apiPaths.eventSettings, { signal }),
  })
  return (
    <QueryView query={rules} failed={text.failed} lines={9}>
      {(now) => <Form key={now.revision} now={now} />}
    </QueryView>
  )
}

type Kind = keyof CurrentPersonnelEventSettings['votes']
const kinds = Object.keys(text.kinds) as Kind[]
const shown = Object.keys(text.shown) as CurrentPersonnelEventSettings['reportFromRoster']

/** Dates as they are typed, each on a line or after a comma. */
const datesIn = (typed: string): string[] => typed.split(/[\s,;]+/).filter((day) => day !== '')

function Form({ now }: { now: CurrentPersonnelEventSettings }) {
  const canChange = useIsPermitted('requests:manage')
  const [votes, setVotes] = useState(now.votes)
  const [leadDays, setLeadDays] = useState(String(now.leadDays))
  const [holidays, setHolidays] = useState(now.holidays.join('\n'))
  const [officers, setOfficers] = useState<PrincipalRef>()
  const [personnel, setPersonnel] = useState<PrincipalRef>()
  const [oneAnswer, setOneAnswer] = useState(now.oneAnswerServesAllRoles)
  const [fromRoster, setFromRoster] = useState(now.reportFromRoster)
  const save = useSaveChange(key, (body: ChangePersonnelEventSettings) =>
    request(CurrentPersonnelEventSettings, apiPaths.eventSettings, { method: 'PATCH', body, ifMatch: now.revision }),
  )
  const submit = () =>
    save.mutate(
      {
        votes,
        leadDays: Number(leadDays),
        holidays: datesIn(holidays),
        ...(officers && { securityOfficers: officers.id }),
        ...(personnel && { personnel: personnel.id }),
        oneAnswerServesAllRoles: oneAnswer,
        reportFromRoster: fromRoster,
      },
      { onSuccess: () => toast({ kind: 'done', message: text.saved }) },
    )
  return (
    <form
      className="settings-part settings-rules"
      aria-label={text.title}
      onSubmit={(event) => {
        event.preventDefault()
        if (canChange) submit()
      }}
    >
      <div>
        <h2>{text.title}</h2>
        <p className="muted">{canChange ? text.note : text.readOnly}</p>
      </div>
      <fieldset disabled={!canChange}>
        <legend>{text.votes}</legend>
        {kinds.map((kind) => (
          <VoteRules key={kind} kind={kind} votes={votes} onChange={setVotes} canChange={canChange} />
        ))}
        <Checkbox isSelected={oneAnswer} onChange={setOneAnswer} isDisabled={!canChange}>
          {text.oneAnswer}
        </Checkbox>
        <PrincipalField
          label={text.roles['security-officer']}
          value={officers}
          onChange={setOfficers}
          emptyText={now.securityOfficers || text.defaultGroup}
        />
        <PrincipalField
          label={text.roles.personnel}
          value={personnel}
          onChange={setPersonnel}
          emptyText={now.personnel || text.defaultGroup}
        />
      </fieldset>
      <fieldset disabled={!canChange}>
        <legend>{text.dates}</legend>
        <TextField
          label={text.leadDays}
          note={text.leadDaysNote}
          inputMode="numeric"
          value={leadDays}
          onChange={setLeadDays}
          isDisabled={!canChange}
        />
        <TextField
          label={text.holidays}
          note={text.holidaysNote}
          value={holidays}
          onChange={setHolidays}
          lines={4}
          mono
          isDisabled={!canChange}
        />
      </fieldset>
      <fieldset disabled={!canChange}>
        <legend>{text.rosters}</legend>
        <p className="muted">{text.rostersNote}</p>
        {shown.map((kind) => (
          <Checkbox
            key={kind}
            isSelected={fromRoster.includes(kind)}
            isDisabled={!canChange}
            onChange={(on) => setFromRoster(on ? [...fromRoster, kind] : fromRoster.filter((one) => one !== kind))}
          >
            {text.shown[kind]}
          </Checkbox>
        ))}
      </fieldset>
      {save.isError && (
        <Banner kind="error" title={text.refused}>
          {asProblem(save.error).status === 412 ? text.stale : asProblem(save.error).detail}
        </Banner>
      )}
      {canChange && (
        <footer className="settings-save">
          <Button type="submit" variant="primary" isPending={save.isPending}>
            {text.save}
          </Button>
        </footer>
      )}
    </form>
  )
}

interface VoteRulesProps {
  kind: Kind
  votes: CurrentPersonnelEventSettings['votes']
  onChange: (votes: CurrentPersonnelEventSettings['votes']) => void
  canChange: boolean
}

/** Who must answer in each stage of a kind of event. */
function VoteRules({ kind, votes, onChange, canChange }: VoteRulesProps) {
  return (
    <div className="event-rules-kind">
      <strong>{text.kinds[kind]}</strong>
      {(['approval', 'verification'] as const).map((stage) => (
        <div key={stage} role="group" aria-label={`${text.kinds[kind]}: ${text.stages[stage]}`} className="stack-dense">
          <span className="field-label">{text.stages[stage]}</span>
          {organisationalRoles.map((role) => {
            const roles = votes[kind][stage]
            return (
              <Checkbox
                key={role}
                isSelected={roles.includes(role)}
                isDisabled={!canChange}
                onChange={(on) =>
                  onChange({
                    ...votes,
                    [kind]: { ...votes[kind], [stage]: on ? [...roles, role] : roles.filter((one) => one !== role) },
                  })
                }
              >
                {text.roles[role]}
              </Checkbox>
            )
          })}
        </div>
      ))}
    </div>
  )
}
