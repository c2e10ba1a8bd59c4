import { useStore } from 'zustand'
import { leaveSample } from '../api/sample.ts'
import { sampleOf, sessionStore } from '../api/session.ts'
import { Button } from '../ui/button.tsx'
import { text } from './text.ts'

/** Marks each screen of the sample workspace and leads back. */
export function SampleStrip() {
  const sample = sampleOf(useStore(sessionStore))
  if (!sample) return null
  return (
    <aside className="sample-strip" aria-label={text.sample.title}>
      <strong>{text.sample.title}</strong>
      <span className="truncate">{text.sample.note}</span>
      <Button onPress={leaveSample}>{text.sample.leave}</Button>
    </aside>
  )
}
