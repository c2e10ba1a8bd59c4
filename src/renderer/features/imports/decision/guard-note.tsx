import type { Import } from '../../../../contract/imports.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { text } from '../text.ts'

/** What the guard says: one calm line, or every finding with its figures. */
export function GuardNote({ guard }: { guard: NonNullable<Import['guard']> }) {
  if (guard.verdict === 'quiet') {
    return (
      <p className="guard-quiet">
        <Icon name="done" />
        <span>
          <strong>{text.quiet}.</strong> <span className="muted">{text.quietText}</span>
        </span>
      </p>
    )
  }
  return (
    <Banner kind="guard" title={text.tripped}>
      <ul className="findings">
        {guard.findings.map((finding) => (
          <li key={finding.code}>{finding.message}</li>
        ))}
      </ul>
      <p>{text.trippedText}</p>
    </Banner>
  )
}
