import type { AccessChangesPage, AccessSubject } from '../../../contract/access.ts'
import { setSearchParams } from '../../shared/navigation/router.ts'
import { Button } from '../../ui/button.tsx'
import { Icon } from '../../ui/icon.tsx'
import { BasisNote } from './basis-note.tsx'
import { text } from './text.ts'

/** Whose changes these are, when it is not everybody's. */
export function ChangesSubject({ about }: { about: AccessSubject | undefined }) {
  const subjects = [
    ['person', about?.person?.name],
    ['account', about?.account?.name],
    ['entitlement', about?.entitlement?.path],
  ] as const
  return subjects.flatMap(([name, title]) =>
    title === undefined
      ? []
      : [
          <Button
            key={name}
            variant="plain"
            aria-label={text.clear(title)}
            onPress={() => setSearchParams({ [name]: null })}
          >
            <span className="access-chip">
              <span className="truncate">{title}</span>
              <Icon name="close" />
            </span>
          </Button>,
        ],
  )
}

/** What a comparison rests on, and which applications it could not compare. */
export function ChangesBasis({ summary: { basis, logPosition } }: { summary: AccessChangesPage }) {
  const compared = basis.filter(({ from, to }) => from.extract !== null && to.extract !== null)
  const skipped = basis.filter((one) => !compared.includes(one)).map(({ from }) => from.application.name)
  return (
    <>
      {skipped.length > 0 && (
        <p className="basis-note">
          <strong className="basis-doubt">{text.changesUnknown(skipped)}</strong>
        </p>
      )}
      <BasisNote basis={compared.flatMap(({ from, to }) => [from, to])} logPosition={logPosition} />
    </>
  )
}
