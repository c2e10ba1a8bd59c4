import type { ExtractAge } from '../../../contract/home.ts'
import { Link } from '../../shared/link.tsx'
import { pages } from '../../shared/navigation/paths.ts'
import { TrySample } from '../../shared/try-sample.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { Badge } from '../../ui/badge.tsx'
import { day } from '../../ui/format.ts'
import type { Tone } from '../../ui/tone.ts'
import { text } from './text.ts'

const tones: Readonly<Record<ExtractAge['standing'], Tone>> = {
  fresh: 'gain',
  stale: 'loss',
  missing: 'loss',
  irregular: 'neutral',
}
const order = ['missing', 'stale', 'irregular', 'fresh'] as const

/** How old what is known of each application is, the worst first. */
export function Extracts({ extracts }: { extracts: readonly ExtractAge[] }) {
  if (extracts.length === 0) return <Start />
  const sorted = extracts.toSorted((a, b) => order.indexOf(a.standing) - order.indexOf(b.standing))
  return (
    <section className="boxed home-extracts" aria-label={text.extracts}>
      <h2>{text.extracts}</h2>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">{text.application}</th>
            <th scope="col">{text.lastExtract}</th>
            <th scope="col">{text.age}</th>
            <th scope="col">{text.usual}</th>
            <th scope="col">{text.state}</th>
          </tr>
        </thead>
        <tbody>
          {sorted.map(({ application, takenAt, ageDays, usualDays, standing }) => (
            <tr key={application.id}>
              <th scope="row">
                <Link href={pages.application(application.id)}>{application.name}</Link>
              </th>
              <td>{takenAt === null ? text.never : day(takenAt)}</td>
              <td>{ageDays === null ? '–' : ageDays === 0 ? text.today : text.days(ageDays)}</td>
              <td>{usualDays === null ? <span className="muted">{text.notKnown}</span> : text.days(usualDays)}</td>
              <td>
                <Badge tone={tones[standing]}>{text.standings[standing]}</Badge>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

/** What to do first where nothing was imported. */
function Start() {
  return (
    <EmptyState icon="imports" title={text.start} actions={<Link href={pages.imports}>{text.toImports}</Link>}>
      {text.startText}
      <TrySample />
    </EmptyState>
  )
}
