import { keysOf } from './shortcut.ts'
import './kbd.css'

/** The keys of a shortcut, named for this platform. */
export function Kbd({ shortcut }: { shortcut: string }) {
  return (
    <span className="kbd-group" aria-hidden="true">
      {keysOf(shortcut).map((keys) => (
        <kbd className="kbd" key={keys}>
          {keys}
        </kbd>
      ))}
    </span>
  )
}
