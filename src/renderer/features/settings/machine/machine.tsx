import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { bridge } from '../../../api/bridge.ts'
import { forgetSignIn, staySignedIn } from '../../../api/saved-sign-in.ts'
import { asProblem } from '../../../api/problem.ts'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { Skeleton } from '../../../ui/states.tsx'
import { toast } from '../../../ui/toast.ts'
import { text } from '../text.ts'

const key = ['machine']
const readMachine = async () => ({
  hasSavedSignIn: ((await bridge()?.keptSignIn()) ?? null) !== null,
  startsAtLogin: (await bridge()?.startsAtLogin()) ?? null,
})

/** Settings of this machine, in the desktop window: stored sign-in and start at login. */
export function Machine() {
  const queries = useQueryClient()
  const machineQuery = useQuery({ queryKey: key, queryFn: readMachine })
  const refresh = () => queries.invalidateQueries({ queryKey: key })
  const showError = (thrown: unknown) => toast({ kind: 'error', message: asProblem(thrown).detail })
  const saveSignIn = useMutation({
    mutationFn: async (on: boolean) => {
      if (!on) await forgetSignIn()
      else if (!(await staySignedIn())) toast({ kind: 'info', message: text.noKeyStore })
    },
    onSuccess: refresh,
    onError: showError,
  })
  const startAtLogin = useMutation({
    mutationFn: async (on: boolean) => bridge()?.setStartAtLogin(on),
    onSuccess: refresh,
    onError: showError,
  })
  if (!machineQuery.data) return <Skeleton lines={3} />
  const { hasSavedSignIn, startsAtLogin } = machineQuery.data
  return (
    <div className="settings-part settings-narrow">
      <div>
        <Checkbox
          isSelected={hasSavedSignIn}
          isDisabled={saveSignIn.isPending}
          onChange={(on) => saveSignIn.mutate(on)}
        >
          {text.staySignedIn}
        </Checkbox>
        <p className="muted">{text.staySignedInNote}</p>
      </div>
      <div>
        <Checkbox
          isSelected={startsAtLogin ?? false}
          isDisabled={startsAtLogin === null || startAtLogin.isPending}
          onChange={(on) => startAtLogin.mutate(on)}
        >
          {text.startAtLogin}
        </Checkbox>
        <p className="muted">{startsAtLogin === null ? text.startAtLoginUnavailable : text.startAtLoginNote}</p>
      </div>
    </div>
  )
}
