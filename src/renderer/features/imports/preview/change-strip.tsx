import type { ReactNode } from 'react'
import { type Change, type Import, isMatchKind } from '../../../../contract/imports.ts'
import { Badge, Sign } from '../../../ui/badge.tsx'
import { moment, number } from '../../../ui/format.ts'
import { OldNew } from '../../../ui/key-values.tsx'
import { differences } from '../files/differences.ts'
import { HoldControl } from '../decision/hold-control.tsx'
import { attributeTitles, kindLabels } from '../labels.ts'
import { text } from '../text.ts'

/** The selected change in full: object, values before and after, and source. */
export function ChangeStrip({ importRun, change }: { importRun: Import; change: Change }) {
  const { account, entitlement, line, kind, held } = change
  const file = importRun.files[0]?.name
  return (
    <aside className="strip" aria-label={text.chosenChange}>
      <p className="strip-head">
        <Sign tone={kindLabels[kind].tone} />
        {held ? <del>{change.sentence}</del> : <strong>{change.sentence}</strong>}
        <HoldControl importRun={importRun} change={change} />
      </p>
      <dl className="strip-facts">
        {account && (
          <Fact name={text.who}>
            {account.name} <span className="muted mono">{account.userName}</span>
          </Fact>
        )}
        {entitlement && (
          <Fact name={text.what}>
            {entitlement.path} {entitlement.privileged && <Badge tone="change">{text.privileged}</Badge>}
          </Fact>
        )}
        {differences(change).map(({ name, before, after }) => (
          <Fact key={name} name={attributeTitles[name] ?? name}>
            <OldNew {...(before && { before })} {...(after && { after })} />
          </Fact>
        ))}
        {held && (
          <Fact name={held.isDoubt ? text.doubts.word : text.heldBack}>
            {held.reason}{' '}
            <span className="muted">{held.isDoubt ? text.doubts.lineNote : text.heldBy(held.by, moment(held.at))}</span>
          </Fact>
        )}
        <Fact name={text.evidence}>{isMatchKind(kind) ? text.followsFromMatching : evidence(line, file)}</Fact>
      </dl>
    </aside>
  )
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

/** A rollback reads no file; the line refers to the extract that is restored. */
function evidence(line: number | null, file: string | undefined): string {
  if (line === null) return text.absent
  return file === undefined ? text.lineOfReturning(number(line)) : text.lineOf(number(line), file)
}
