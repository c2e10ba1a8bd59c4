import type { QueryClient } from '@tanstack/react-query'
import type { ComponentType } from 'react'
import type { Scope } from '../../../contract/scopes.ts'
import type { HostEvent } from '../../../contract/events.ts'
import type { Finder } from './finder.ts'
import type { IconName } from '../../ui/icon.tsx'

/** A place within an area, or something that begins there. */
export interface NavigationEntry {
  readonly title: string
  readonly path: string
  /** Without it the place is not offered. */
  readonly scope?: Exclude<Scope, '*'>
  readonly keywords?: readonly string[]
}

/** Something that can be done from everywhere, as the palette and the sheet name it. */
export interface FeatureAction {
  readonly id: string
  readonly title: string
  /** Without it the deed is not offered. */
  readonly scope: Exclude<Scope, '*'>
  readonly keywords?: readonly string[]
  /** Most lead to the place where it is done; what needs nothing more is done at once. */
  readonly run: (queries: QueryClient) => void
}

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
  /** Finds what the area holds, for the palette. */
  readonly finder?: Finder
  /** Places within the area that the palette and the sheet name. */
  readonly places?: readonly NavigationEntry[]
  /** What can be done here that has a button, wherever one is. */
  readonly actions?: readonly FeatureAction[]
  /** Something small beside its name in the navigation, such as how many imports wait. */
  readonly Count?: ComponentType
  /** A word in the status line, such as the state of the watched folder. */
  readonly Status?: ComponentType
  /** Takes files that were dropped anywhere on the window. */
  readonly onFiles?: (files: File[], queries: QueryClient) => void
  /** Hears the host, whichever screen is shown: marks what has become stale, announces what has ended. */
  readonly onEvent?: (event: HostEvent, queries: QueryClient) => void
}
