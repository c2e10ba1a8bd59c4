import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { bridge } from '../../../api/bridge.ts'
import { forgetSignIn, staySignedIn } from '../../../api/saved-sign-in.ts'
import { asProblem } from '../../../api/problem.ts'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { Skeleton } from '../../../ui/states.tsx'
import { toast } from '../../../ui/toast.ts'
import { text } from '../text.ts'

const key = ['machine']
const ask = async () => ({
  kept: ((await bridge()?.keptSignIn()) ?? null) !== null,
  atLogin: (await bridge()?.startsAtLogin()) ?? null,
})

/** What the desktop window can keep on this machine: a sign-in, and that it starts by itself. */
export function Machine() {
  const queries = useQueryClient()
  const found = useQuery({ queryKey: key, queryFn: ask })
  const settle = () => queries.invalidateQueries({ queryKey: key })
  const failed = (thrown: unknown) => toast({ kind: 'error', message: asProblem(thrown).detail })
  const keep = useMutation({
    mutationFn: async (on: boolean) => {
      if (!on) await forgetSignIn()
      else if (!(await staySignedIn())) toast({ kind: 'info', message: text.noKeyStore })
    },
    onSuccess: settle,
    onError: failed,
  })
  const start = useMutation({
    mutationFn: async (on: boolean) => bridge()?.setStartAtLogin(on),
    onSuccess: settle,
    onError: failed,
  })
  if (!found.data) return <Skeleton lines={3} />
  const { kept, atLogin } = found.data
  return (
    <div className="settings-part settings-narrow">
      <div>
        <Checkbox isSelected={kept} isDisabled={keep.isPending} onChange={(on) => keep.mutate(on)}>
          {text.staySignedIn}
        </Checkbox>
        <p className="muted">{text.staySignedInNote}</p>
      </div>
      <div>
        <Checkbox
          isSelected={atLogin ?? false}
          isDisabled={atLogin === null || start.isPending}
          onChange={(on) => start.mutate(on)}
        >
          {text.startAtLogin}
        </Checkbox>
        <p className="muted">{atLogin === null ? text.startAtLoginNot : text.startAtLoginNote}</p>
      </div>
    </div>
  )
}
