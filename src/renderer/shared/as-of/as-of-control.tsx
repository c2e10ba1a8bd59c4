import { setSearchParams } from '../navigation/router.ts'
import { Banner } from '../../ui/banner.tsx'
import { Button } from '../../ui/button.tsx'
import { day } from '../../ui/format.ts'
import { Select } from '../../ui/select.tsx'
import { TextField } from '../../ui/text-field.tsx'
import { type AsOf, asOfParam, localDate, readAsOf, useAsOf, writeAsOf } from './as-of.ts'
import './as-of.css'

const text = {
  asOf: 'As of',
  moments: { now: 'Now', known: 'As recorded on', true: 'Effective on' },
  day: 'Date',
  asOfKnown: (day: string) => `As recorded at the end of ${day}`,
  asOfTrue: (day: string) => `Effective at the end of ${day}, as known today`,
  backToNow: 'Back to now',
}

const set = (asOf: AsOf) => setSearchParams({ [asOfParam]: writeAsOf(asOf) })

/** Chooses the moment: now, as recorded on a date, or effective on a date. */
export function AsOfControl() {
  const asOf = useAsOf()
  return (
    <div className="as-of">
      <Select<AsOf['mode']>
        label={text.asOf}
        hideLabel
        value={asOf.mode}
        options={(['now', 'known', 'true'] as const).map((value) => ({ value, title: text.moments[value] }))}
        onChange={(mode) =>
          set(mode === 'now' ? { mode } : { mode, day: asOf.mode === 'now' ? localDate(Date.now()) : asOf.day })
        }
      />
      {asOf.mode !== 'now' && (
        <TextField
          label={text.day}
          type="date"
          value={asOf.day}
          onChange={(chosen) => {
            const next = readAsOf(`${asOf.mode}-${chosen}`)
            if (next.mode !== 'now') set(next)
          }}
        />
      )}
    </div>
  )
}

/** Warns that the screen does not show the present. */
export function AsOfNote() {
  const asOf = useAsOf()
  if (asOf.mode === 'now') return null
  const when = day(`${asOf.day}T12:00:00`)
  return (
    <div className="as-of-note">
      <Banner
        kind="info"
        title={asOf.mode === 'known' ? text.asOfKnown(when) : text.asOfTrue(when)}
        actions={
          <Button variant="quiet" onPress={() => set({ mode: 'now' })}>
            {text.backToNow}
          </Button>
        }
      />
    </div>
  )
}
