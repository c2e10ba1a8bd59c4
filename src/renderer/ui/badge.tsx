import type { ReactNode } from 'react'
import { cx } from './cx.ts'
import { Icon, type IconName } from './icon.tsx'
import type { Tone } from './tone.ts'
import './badge.css'

/** A short label for a state. */
export function Badge({ tone = 'neutral', icon, children }: { tone?: Tone; icon?: IconName; children: ReactNode }) {
  return (
    <span className={cx('badge', `tone-${tone}`)}>
      {icon && <Icon name={icon} />}
      {children}
    </span>
  )
}

const signs: Record<Tone, IconName> = {
  neutral: 'minus',
  gain: 'plus',
  loss: 'minus',
  change: 'change',
  info: 'link',
  accent: 'hold',
}

/** The icon of a kind of change. Decorative: the text beside it says the same. */
export function Sign({ tone, icon = signs[tone] }: { tone: Tone; icon?: IconName }) {
  return (
    <span className={cx('sign', `tone-${tone}`)}>
      <Icon name={icon} />
    </span>
  )
}
