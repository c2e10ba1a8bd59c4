import { scheduleRefresh } from '../../api/refresh.ts'
import type { Feature } from '../../shared/navigation/feature.ts'
import { pages } from '../../shared/navigation/paths.ts'
import { HomeScreen } from './home-screen.tsx'
import { homeKeys } from './queries.ts'

export const home: Feature = {
  id: 'home',
  title: 'Home',
  icon: 'home',
  path: pages.home,
  key: 'h',
  scope: 'imports:read',
  Screen: HomeScreen,
  onEvent: (event, queries) => {
    if (event.type !== 'progress') scheduleRefresh(queries, homeKeys.all)
  },
}
