import type { Feature } from '../../feature.ts'
import { ImportsScreen } from './imports-screen.tsx'
import { importKeys } from './queries.ts'

export const imports: Feature = {
  id: 'imports',
  title: 'Imports',
  icon: 'imports',
  path: '/imports',
  key: 'i',
  Screen: ImportsScreen,
  onEvent: (event, queries) => {
    if (event.type === 'import') void queries.invalidateQueries({ queryKey: importKeys.all })
  },
}
