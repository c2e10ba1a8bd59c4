import type { QueryClient } from '@tanstack/react-query'
import type { ComponentType } from 'react'
import type { HostEvent } from '../contract/events.ts'
import type { IconName } from './ui/icon.tsx'

/** One area of the app. What is in the list of features can be reached; nothing else can. */
export interface Feature {
  readonly id: string
  readonly title: string
  readonly icon: IconName
  /** The first part of its paths: `/imports`. */
  readonly path: string
  /** The second key of its `g` shortcut. */
  readonly key: string
  /** `rest` is what follows the path: `['5f2c…']` for `/imports/5f2c…`. */
  readonly Screen: ComponentType<{ rest: readonly string[] }>
  /** Something small beside its name in the navigation, such as how many imports wait. */
  readonly Count?: ComponentType
  /** A word in the status line, such as the state of the watched folder. */
  readonly Status?: ComponentType
  /** Takes files that were dropped anywhere on the window. */
  readonly onFiles?: (files: File[], queries: QueryClient) => void
  /** Hears the host, whichever screen is shown: marks what has become stale, announces what has ended. */
  readonly onEvent?: (event: HostEvent, queries: QueryClient) => void
}
