import type { Home } from '../../../contract/home.ts'
import { QueryView } from '../../shared/query-view.tsx'
import { ScreenHead } from '../../ui/screen-head.tsx'
import { Accounts, Attention, Scripts, Waiting } from './cards.tsx'
import { Extracts } from './extracts.tsx'
import { useHome } from './queries.ts'
import { text } from './text.ts'
import './home.css'

/** What waits, what is overdue and what is not as it should be. Every number leads to its list. */
export function HomeScreen() {
  const query = useHome()
  return (
    <div className="screen">
      <ScreenHead title={text.title} />
      <QueryView query={query} failed={text.failed} lines={10}>
        {(home) => <Shown home={home} />}
      </QueryView>
    </div>
  )
}

function Shown({ home }: { home: Home }) {
  return (
    <div className="home">
      <div className="home-columns">
        <Waiting waiting={home.waiting} />
        <Attention home={home} />
        {home.accounts && <Accounts accounts={home.accounts} />}
        {home.scripts && <Scripts scripts={home.scripts} />}
      </div>
      {home.extracts && <Extracts extracts={home.extracts} />}
    </div>
  )
}
