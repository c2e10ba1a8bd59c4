import { useStore } from 'zustand'
import type { Import } from '../../../../contract/imports.ts'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { phaseTitles } from '../labels.ts'
import { progressStore } from '../progress.ts'
import { text } from '../text.ts'

/** The progress of a running import: phase, rows, share and time left. */
export function ImportProgressNote({ importRun }: { importRun: Import }) {
  const progress = useStore(progressStore, (state) => state.of[importRun.id])
  if (importRun.state !== 'queued' && importRun.state !== 'staging' && importRun.state !== 'applying') return null
  const left = progress?.secondsLeft ?? null
  return (
    <div>
      <ProgressBar
        label={progress ? phaseTitles[progress.phase] : text.running[importRun.state]}
        done={progress?.rows ?? 0}
        unit={text.rows}
        share={progress?.share ?? null}
        {...(left !== null && { secondsLeft: left * 1000 })}
      />
      <p className="decision-note">{importRun.state === 'applying' ? text.safeWhileApplying : text.safe}</p>
    </div>
  )
}
