import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import { useStore } from 'zustand'
import { RevealedToken, Token } from '../../../contract/tokens.ts'
import { request } from '../../api/client.ts'
import { asProblem } from '../../api/problem.ts'
import { isSetup, sessionStore } from '../../api/session.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { ConfirmDialog } from '../../ui/confirm-dialog.tsx'
import { Select } from '../../ui/select.tsx'
import { toast } from '../../ui/toast.ts'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { useToken } from './queries.ts'
import { text } from './text.ts'
import { apiPaths } from '../../shared/navigation/paths.ts'

export interface TokenDecisionProps {
  id: string
  onRevealed: (revealed: RevealedToken) => void
  onChanged: () => void
}

type Overlap = keyof typeof text.overlaps

/** Rotates or revokes a token, after a confirmation. */
export function TokenDecision({ id, onRevealed, onChanged }: TokenDecisionProps) {
  const tokenQuery = useToken(id)
  const canManage = useIsPermitted('tokens:manage')
  const me = useStore(sessionStore, (now) =>
    now.state === 'signed-in' && !isSetup(now) ? now.session.person.username : null,
  )
  const [openDialog, setOpenDialog] = useState<'rotate' | 'revoke'>()
  const [overlap, setOverlap] = useState<Overlap>('24')
  const rotate = useMutation({
    mutationFn: () =>
      request(RevealedToken, apiPaths.rotateToken(id), { method: 'POST', body: { overlapHours: Number(overlap) } }),
    onSuccess: (revealed) => {
      setOpenDialog(undefined)
      onRevealed(revealed)
    },
    gcTime: 0,
  })
  const revoke = useMutation({
    mutationFn: (reason: string) => request(Token, apiPaths.revokeToken(id), { method: 'POST', body: { reason } }),
    onSuccess: (token) => {
      setOpenDialog(undefined)
      onChanged()
      toast({ kind: 'done', message: text.revoked(token.name) })
    },
  })
  const token = tokenQuery.data
  if (!token) return null
  if (!canManage) return <p className="decision-pane muted">{text.readOnly}</p>
  if (token.state === 'revoked' || token.state === 'expired')
    return <p className="decision-pane muted">{text.notUsable}</p>
  const errorBanner = (thrown: unknown) => (
    <Banner kind="error" title={text.refused}>
      {asProblem(thrown).detail}
    </Banner>
  )
  return (
    <div className="decision-pane">
      {/* A token acts as its owner, so only the owner may get a new secret. */}
      {token.owner === me && (
        <Button wide isDisabled={token.successorId !== null} onPress={() => setOpenDialog('rotate')}>
          {text.rotate}
        </Button>
      )}
      <Button wide variant="danger" onPress={() => setOpenDialog('revoke')}>
        {text.revoke}
      </Button>
      <ConfirmDialog
        title={text.rotateTitle(token.name)}
        isOpen={openDialog === 'rotate'}
        onClose={() => setOpenDialog(undefined)}
        action={text.rotateConfirm}
        busy={rotate.isPending}
        error={rotate.isError && errorBanner(rotate.error)}
        onConfirm={() => rotate.mutate()}
      >
        <p>{text.rotateText}</p>
        <Select<Overlap>
          label={text.overlap}
          value={overlap}
          options={(['0', '1', '24'] as const).map((value) => ({ value, title: text.overlaps[value] }))}
          onChange={setOverlap}
        />
      </ConfirmDialog>
      <ConfirmDialog
        title={text.revokeTitle(token.name)}
        isOpen={openDialog === 'revoke'}
        onClose={() => setOpenDialog(undefined)}
        action={text.revokeConfirm}
        danger
        askReason={{ label: text.reason, least: 3 }}
        busy={revoke.isPending}
        error={revoke.isError && errorBanner(revoke.error)}
        onConfirm={(reason) => revoke.mutate(reason)}
      >
        <p>{text.revokeText}</p>
      </ConfirmDialog>
    </div>
  )
}
