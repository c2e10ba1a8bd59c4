import { strangersText } from '../domain/shared/strangers-text.ts'
import { archiveFolders } from './archive.ts'
import { claimsFolder } from './claims.ts'
import { kindOf, Planted } from './shared-folder/planted.ts'
import type { SharedDirectory } from './shared-folder/shared-directory.ts'

/** What stands in a watched folder where Castellan puts its own things, and is none of them. */
export interface Obstacles {
  readonly add: (planted: Planted) => void
  /** Looks at the places that Castellan uses in every folder. */
  check(folder: SharedDirectory): Promise<void>
  /** A sweep is over: what it did not meet is gone. */
  swept(): void
  /** For the folder's status; empty when there are none. */
  words(): string
}

interface ObstaclesOptions {
  /** Called once for each. */
  readonly onNew: (planted: Planted) => void
  readonly onChange: () => void
}

const ownPlaces: readonly string[] = [archiveFolders.processed, archiveFolders.refused, claimsFolder]
/** A companion that is none is in nobody's way: its file is taken as if it had none. */
const isInTheWay = ({ place }: Planted): boolean => ownPlaces.includes(place.split('/')[0] ?? '')
/** So many are told one by one; a flood of them must not fill the log. */
const mostTold = 500
const mostShown = 3

export function createObstacles({ onNew, onChange }: ObstaclesOptions): Obstacles {
  const told = new Set<string>()
  let known = new Map<string, Planted>()
  let met = new Map<string, Planted>()

  function add(planted: Planted): void {
    met.set(planted.place, planted)
    const key = `${planted.place} ${planted.what}`
    if (told.has(key) || told.size >= mostTold) return
    told.add(key)
    onNew(planted)
  }

  return {
    add,
    async check(folder) {
      for (const name of ownPlaces) {
        const stats = await folder.look(name).catch(() => undefined)
        if (stats !== undefined && !stats.isDirectory()) add(new Planted(name, kindOf(stats)))
      }
    },
    swept() {
      const changed = met.size !== known.size || [...met.keys()].some((place) => !known.has(place))
      known = met
      met = new Map()
      if (changed) onChange()
    },
    words() {
      const all = [...new Map([...known, ...met]).values()].filter(isInTheWay)
      const shown = all.slice(0, mostShown).map(({ place, what }) => `${strangersText(place)} is ${what}`)
      if (all.length > mostShown) shown.push(`${all.length - mostShown} more`)
      return shown.length === 0
        ? ''
        : `Files may stay here after they were taken, because something else is where Castellan keeps its own files: ${shown.join(', ')}. Remove it.`
    },
  }
}
