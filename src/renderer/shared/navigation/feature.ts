import type { QueryClient } from '@tanstack/react-query'
import type { ComponentType } from 'react'
import type { Scope } from '../../../contract/scopes.ts'
import type { HostEvent } from '../../../contract/events.ts'
import type { Finder } from './finder.ts'
import type { IconName } from '../../ui/icon.tsx'

/** A page of a feature that the palette lists. */
interface NavigationEntry {
  readonly title: string
  readonly path: string
  /** Permission needed to see it. */
  readonly scope?: Exclude<Scope, '*'>
  readonly keywords?: readonly string[]
}

/** An action of a feature. The palette, the shortcut sheet and its buttons run the same object. */
export interface FeatureAction {
  readonly id: string
  readonly title: string
  /** Permission needed to run it. */
  readonly scope: Exclude<Scope, '*'>
  readonly keywords?: readonly string[]
  /** Most actions open the screen where they are completed; a few run at once. */
  readonly run: (queries: QueryClient) => void | Promise<void>
}

/** A feature: one entry of the navigation with its screen. Only features in the list of features are reachable. */
export interface Feature {
  readonly id: string
  readonly title: string
  readonly icon: IconName
  /** The first part of its paths: `/imports`. */
  readonly path: string
  /** Permission without which it is not in the menu; absent: everybody has use for it. */
  readonly scope?: Exclude<Scope, '*'>
  /** The second key of its `g` shortcut. */
  readonly key: string
  /** `rest` is the path after the prefix: `['5f2c…']` for `/imports/5f2c…`. */
  readonly Screen: ComponentType<{ rest: readonly string[] }>
  /** Searches the records of the feature, for the palette. */
  readonly finder?: Finder
  /** Pages of the feature that the palette and the shortcut sheet list. */
  readonly places?: readonly NavigationEntry[]
  /** Actions of the feature that the palette and the shortcut sheet list. */
  readonly actions?: readonly FeatureAction[]
  /** Shown after its name in the navigation, such as the number of pending imports. */
  readonly Count?: ComponentType
  /** Shown in the status line. */
  readonly Status?: ComponentType
  /** Receives files dropped anywhere on the window. */
  readonly onFiles?: (files: File[], queries: QueryClient) => void
  /** Handles events of the host, whichever screen is shown: refreshes stale queries, announces results. */
  readonly onEvent?: (event: HostEvent, queries: QueryClient) => void
}
