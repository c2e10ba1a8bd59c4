import { useStore } from 'zustand'
import { type Preferences, preferenceStore, setPreferences } from '../../../shared/navigation/preferences.ts'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { Select } from '../../../ui/select.tsx'
import { text } from '../text.ts'

export function Appearance() {
  const now = useStore(preferenceStore)
  return (
    <div className="settings-part settings-narrow">
      <Select<Preferences['theme']>
        label={text.theme}
        value={now.theme}
        options={(['system', 'light', 'dark'] as const).map((value) => ({ value, title: text.themes[value] }))}
        onChange={(theme) => setPreferences({ theme })}
      />
      <Select<Preferences['density']>
        label={text.density}
        value={now.density}
        options={(['dense', 'roomy'] as const).map((value) => ({ value, title: text.densities[value] }))}
        onChange={(density) => setPreferences({ density })}
      />
      <div>
        <Checkbox isSelected={now.singleKeys} onChange={(singleKeys) => setPreferences({ singleKeys })}>
          {text.keys}
        </Checkbox>
        <p className="muted">{text.keysNote}</p>
      </div>
      <p className="muted">{text.appearanceNote}</p>
    </div>
  )
}
