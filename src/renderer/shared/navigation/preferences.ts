import { z } from 'zod'
import { createStore } from 'zustand/vanilla'
import { bridge } from '../../api/bridge.ts'

const Preferences = z.object({
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  density: z.enum(['dense', 'roomy']).catch('dense'),
  /** Whether single-key shortcuts work (WCAG 2.1.4). */
  singleKeys: z.boolean().catch(true),
})
export type Preferences = z.infer<typeof Preferences>
export type Theme = Preferences['theme']

/** public/theme.js reads it too, before the first paint. */
const preferencesKey = 'castellan.preferences'

export const preferenceStore = createStore<Preferences>(() => Preferences.parse({}))

/** Loads the stored preferences and applies each change to the page. Call it once, at start. */
export function startPreferences() {
  preferenceStore.subscribe(applyPreferences)
  preferenceStore.setState(Preferences.parse(savedPreferences()))
}

export function setPreferences(change: Partial<Preferences>) {
  preferenceStore.setState(change)
  localStorage.setItem(preferencesKey, JSON.stringify(preferenceStore.getState()))
}

function savedPreferences(): unknown {
  try {
    return JSON.parse(localStorage.getItem(preferencesKey) ?? '{}') ?? {}
  } catch {
    return {}
  }
}

function applyPreferences({ theme, density }: Preferences) {
  const { dataset } = document.documentElement
  // The window frame and native menus follow.
  void bridge()?.setTheme(theme)
  if (theme === 'system') delete dataset['theme']
  else dataset['theme'] = theme
  if (density === 'dense') delete dataset['density']
  else dataset['density'] = density
}
