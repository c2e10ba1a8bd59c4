import { useState } from 'react'
import type { ScanSettings } from '../../../contract/policies.ts'
import { asProblem } from '../../api/problem.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { Checkbox } from '../../ui/checkbox.tsx'
import { moment } from '../../ui/format.ts'
import { TextField } from '../../ui/text-field.tsx'
import { toast } from '../../ui/toast.ts'
import { useIsPermitted } from '../../shared/hooks/use-is-permitted.ts'
import { readDays } from './parse-days.ts'
import { useSaveScanSettings } from './scan-queries.ts'
import { text } from './scans-text.ts'

/** Whether a scan follows imports, what came of the last, and how long owners have for what any scan finds. */
export function AfterImports({ now }: { now: ScanSettings }) {
  const may = useIsPermitted('policies:manage')
  const save = useSaveScanSettings(now)
  const [touched, setTouched] = useState<{ afterImports?: boolean; days?: string }>({})
  const { afterImports = now.afterImports, days = String(now.expirationDays ?? '') } = touched
  const expirationDays = readDays(days)
  const changed = afterImports !== now.afterImports || expirationDays !== now.expirationDays
  const { lastRun } = now
  return (
    <section aria-labelledby="scans-after">
      <header>
        <h2 id="scans-after">{text.after}</h2>
      </header>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!changed || expirationDays === undefined) return
          save.mutate(
            { afterImports, expirationDays },
            {
              onSuccess: () => {
                setTouched({})
                toast({ kind: 'done', message: text.saved })
              },
            },
          )
        }}
      >
        <Checkbox
          isSelected={afterImports}
          onChange={(on) => setTouched({ ...touched, afterImports: on })}
          isDisabled={!may}
        >
          {text.afterImports}
        </Checkbox>
        <p className="muted">
          {text.afterNote} {lastRun ? text.lastAfter(moment(lastRun.startedAt), lastRun, '') : text.noAfter}
        </p>
        <TextField
          label={text.days}
          note={text.daysNote}
          value={days}
          onChange={(written) => setTouched({ ...touched, days: written })}
          inputMode="numeric"
          isDisabled={!may}
          {...(expirationDays === undefined && { error: text.daysWrong })}
        />
        {save.isError && (
          <Banner kind="error" title={text.refused}>
            {asProblem(save.error).status === 412 ? text.stale : asProblem(save.error).detail}
          </Banner>
        )}
        {may && (
          <div>
            <Button type="submit" isDisabled={!changed || expirationDays === undefined} isPending={save.isPending}>
              {text.save}
            </Button>
          </div>
        )}
      </form>
    </section>
  )
}
