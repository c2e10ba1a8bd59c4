import type { Feature } from './feature.ts'
import { imports } from './features/imports/index.ts'

/** The areas that exist, in the order of the navigation. */
export const features: readonly Feature[] = [imports]
