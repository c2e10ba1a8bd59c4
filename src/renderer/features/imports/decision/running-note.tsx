import { useStore } from 'zustand'
import type { Import } from '../../../../contract/imports.ts'
import { ProgressBar } from '../../../ui/progress-bar.tsx'
import { phaseTitles } from '../labels.ts'
import { progressStore } from '../progress.ts'
import { text } from '../text.ts'

/** The progress of a running import: phase, rows, share and time left. */
export function ImportProgressNote({ one }: { one: Import }) {
  const progress = useStore(progressStore, (state) => state.of[one.id])
  if (one.state !== 'queued' && one.state !== 'staging' && one.state !== 'applying') return null
  const left = progress?.secondsLeft ?? null
  return (
    <div>
      <ProgressBar
        label={progress ? phaseTitles[progress.phase] : text.running[one.state]}
        done={progress?.rows ?? 0}
        unit={text.rows}
        share={progress?.share ?? null}
        {...(left !== null && { left: left * 1000 })}
      />
      <p className="decide-note">{one.state === 'applying' ? text.safeWhileApplying : text.safe}</p>
    </div>
  )
}
