import type { Feature } from '../shared/navigation/feature.ts'
import { Link } from '../shared/link.tsx'
import { Button } from '../ui/button.tsx'
import { Icon } from '../ui/icon.tsx'
import { Logo } from './logo.tsx'
import { text } from './text.ts'

export interface NavigationProps {
  features: readonly Feature[]
  here: Feature | undefined
  onPalette: () => void
}

export function Navigation({ features, here, onPalette }: NavigationProps) {
  return (
    <nav className="navigation" aria-label={text.areas} data-pane="">
      <div className="navigation-brand">
        <Logo />
        <span>{text.app}</span>
      </div>
      <Button variant="quiet" icon="search" shortcut="mod+k" wide onPress={onPalette}>
        {text.commands}
      </Button>
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
