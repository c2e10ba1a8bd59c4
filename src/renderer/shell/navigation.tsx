import type { Feature } from '../shared/navigation/feature.ts'
import { Link } from '../shared/link.tsx'
import { CommandButton } from '../commands/command-button.tsx'
import type { Command } from '../commands/registry.ts'
import { Icon } from '../ui/icon.tsx'
import { Logo } from './logo.tsx'
import { text } from './text.ts'

export interface NavigationProps {
  features: readonly Feature[]
  here: Feature | undefined
  palette: Command
}

export function Navigation({ features, here, palette }: NavigationProps) {
  return (
    <nav className="navigation" aria-label={text.areas} data-pane="">
      <div className="navigation-brand">
        <Logo />
        <span>{text.app}</span>
      </div>
      <CommandButton command={palette} variant="quiet" icon="search" wide>
        {text.commands}
      </CommandButton>
      <ul>
        {features.map((feature) => (
          <li key={feature.id}>
            <Link className="navigation-link" href={feature.path} aria-current={feature === here ? 'page' : undefined}>
              <Icon name={feature.icon} />
              <span className="navigation-title">{feature.title}</span>
              {feature.Count && <feature.Count />}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  )
}
