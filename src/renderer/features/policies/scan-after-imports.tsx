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
import { parseDays } from './parse-days.ts'
import { useSaveScanSettings } from './scan-queries.ts'
import { text } from './scans-text.ts'

/** Settings for scans after imports, and the due date of violations. */
export function ScanAfterImports({ settings }: { settings: ScanSettings }) {
  const canManage = useIsPermitted('policies:manage')
  const save = useSaveScanSettings(settings)
  const [edited, setEdited] = useState<{ afterImports?: boolean; days?: string }>({})
  const { afterImports = settings.afterImports, days = String(settings.expirationDays ?? '') } = edited
  const expirationDays = parseDays(days)
  const changed = afterImports !== settings.afterImports || expirationDays !== settings.expirationDays
  const { lastRun } = settings
  return (
    <section aria-labelledby="scans-after">
      <header className="section-head">
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
                setEdited({})
                toast({ kind: 'done', message: text.saved })
              },
            },
          )
        }}
      >
        <Checkbox
          isSelected={afterImports}
          onChange={(on) => setEdited({ ...edited, afterImports: on })}
          isDisabled={!canManage}
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
          onChange={(written) => setEdited({ ...edited, days: written })}
          inputMode="numeric"
          isDisabled={!canManage}
          {...(expirationDays === undefined && { error: text.daysWrong })}
        />
        {save.isError && (
          <Banner kind="error" title={text.refused}>
            {asProblem(save.error).status === 412 ? text.stale : asProblem(save.error).detail}
          </Banner>
        )}
        {canManage && (
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
