import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useStore } from 'zustand'
import { PersonDetail } from '../../../contract/identities.ts'
import { request } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { sessionStore } from '../../api/session.ts'
import { CommandButton } from '../../commands/command-button.tsx'
import type { Command } from '../../commands/registry.ts'
import { useCommands } from '../../commands/use-commands.ts'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { apiPaths } from '../../shared/navigation/paths.ts'
import { Banner } from '../../ui/banner.tsx'
import { moment } from '../../ui/format.ts'
import { toast } from '../../ui/toast.ts'
import { peopleKeys } from './queries.ts'
import { text } from './text.ts'

interface PendingManagerProps {
  detail: PersonDetail
  pending: NonNullable<PersonDetail['pendingManager']>
}

/** A manager that counts once a second person confirms it, with what the user may do about it. */
export function PendingManager({ detail, pending }: PendingManagerProps) {
  const { value, person, insteadOf, reason, by, at, whyNotConfirm } = pending
  const change = {
    from: text.managerNamed(insteadOf.person?.name, insteadOf.value),
    to: value === '' ? '' : text.managerNamed(person?.name, value),
  }
  const canWrite = useIsPermitted('identities:write')
  const isOwn = useStore(sessionStore, (now) => now.state === 'signed-in' && now.session.person.username === by)
  const answer = useAnswer(detail, isOwn)
  const isBusy = answer.isPending
  const confirm: Command = {
    id: 'people.confirm-manager',
    title: text.confirmManager,
    group: 'Review',
    icon: 'check',
    isEnabled: canWrite && whyNotConfirm === null && !isBusy,
    run: () => answer.mutate('confirm'),
  }
  const decline: Command = {
    id: 'people.decline-manager',
    title: isOwn ? text.withdrawManager : text.declineManager,
    group: 'Review',
    icon: 'close',
    isEnabled: canWrite && !isBusy,
    run: () => answer.mutate('decline'),
  }
  useCommands([confirm, decline])
  const problem = answer.isError ? asProblem(answer.error) : undefined
  return (
    <>
      <Banner
        kind="guard"
        title={text.managerWaits}
        actions={
          canWrite && (
            <>
              {whyNotConfirm === null && (
                <CommandButton
                  command={confirm}
                  variant="primary"
                  isPending={isBusy && answer.variables === 'confirm'}
                />
              )}
              <CommandButton command={decline} isPending={isBusy && answer.variables === 'decline'} />
            </>
          )
        }
      >
        <p>{text.managerProposed(by, moment(at), change)}</p>
        <p className="muted">{reason === '' ? text.noReasonGiven : text.reasonGiven(reason)}</p>
        {whyNotConfirm !== null && <p>{whyNotConfirm}</p>}
      </Banner>
      {problem && (
        <Banner kind="error" title={text.managerUnchanged}>
          {problem.status === 412 ? text.staleManager : problem.detail}
        </Banner>
      )}
    </>
  )
}

function useAnswer({ person, revision }: PersonDetail, isOwn: boolean) {
  const queries = useQueryClient()
  const refresh = () => queries.invalidateQueries({ queryKey: peopleKeys.all })
  return useMutation({
    mutationFn: (decision: 'confirm' | 'decline') =>
      request(PersonDetail, apiPaths.decideManager(person.id, decision), { method: 'POST', ifMatch: revision }),
    onSuccess: async (_, decision) => {
      const declined = isOwn ? text.managerWithdrawn : text.managerDeclined
      toast({ kind: 'done', message: decision === 'confirm' ? text.managerConfirmed : declined })
      await refresh()
    },
    onError: (thrown) => {
      if ([404, 412].includes(asProblem(thrown).status)) void refresh()
    },
  })
}
