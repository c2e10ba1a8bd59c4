import type { ReactNode } from 'react'
import type { FileGroup } from '../../../contract/applications.ts'

export interface ValueRulesProps {
  group: FileGroup
  errorAt: (field: string) => string | undefined
  onChange: (change: Partial<FileGroup>) => void
}

/** A part of the rules with its title and a note. */
export function RulesPart({ title, note, children }: { title: string; note: string; children: ReactNode }) {
  return (
    <section className="stack-tight rules-part" aria-label={title}>
      <h4>{title}</h4>
      <p className="muted">{note}</p>
      <div className="stack-tight">{children}</div>
    </section>
  )
}
