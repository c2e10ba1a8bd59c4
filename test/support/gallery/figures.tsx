import { KeyValues, OldNew } from '../../../src/renderer/ui/key-values.tsx'
import { ProgressBar } from '../../../src/renderer/ui/progress-bar.tsx'
import { Sparkbar } from '../../../src/renderer/ui/sparkbar.tsx'

export function Figures() {
  return (
    <>
      <ProgressBar label="Reading rows" done={412_000} total={1_000_000} unit="rows" secondsLeft={8400} />
      <ProgressBar label="Comparing" done={12_000} unit="rows" />
      <Sparkbar label="Rows of the last imports" values={[900, 905, 910, 0, 915, 918, 430]} />
      <KeyValues
        items={[
          { key: 'Title', value: <OldNew before="Teller" after="Branch manager" /> },
          { key: 'E-mail', value: <OldNew after="ana.silva@example.org" /> },
          { key: 'Locked', value: <OldNew before="no" /> },
          { key: 'Source', value: 'core-banking-2026-06-30.csv, line 4,182' },
        ]}
      />
    </>
  )
}
