import type { Import } from '../../../../contract/imports.ts'
import { Banner } from '../../../ui/banner.tsx'
import { Icon } from '../../../ui/icon.tsx'
import { text } from '../text.ts'

/** The result of the guard: one line if it passed, otherwise its findings. */
export function GuardNote({ guard }: { guard: NonNullable<Import['guard']> }) {
  if (guard.verdict === 'quiet') {
    return (
      <p className="guard-passed">
        <Icon name="done" />
        <span>
          <strong>{text.guardPassed}.</strong> <span className="muted">{text.guardPassedText}</span>
        </span>
      </p>
    )
  }
  return (
    <Banner kind="guard" title={text.guardTripped}>
      <ul className="stack-tight findings">
        {guard.findings.map((finding) => (
          <li key={finding.code}>{finding.message}</li>
        ))}
      </ul>
      <p>{text.guardTrippedText}</p>
    </Banner>
  )
}
