import type { FollowUp } from '../../../../contract/imports.ts'
import { Banner } from '../../../ui/banner.tsx'
import { text } from '../text.ts'

/** What should have followed the import and failed, with the reason. It is tried again by itself. */
export function FollowUpNote({ followUps }: { followUps: readonly FollowUp[] }) {
  const failed = followUps.filter(({ state }) => state === 'failed')
  if (failed.length === 0) return null
  return (
    <Banner kind="guard" title={text.followUpFailed}>
      <ul className="findings">
        {failed.map(({ step, reason }) => (
          <li key={step}>
            {text.followUps[step]}: {reason}
          </li>
        ))}
      </ul>
      <p>{text.followUpRetried}</p>
    </Banner>
  )
}
