import '../../../src/renderer/app/jitless.ts'
import '../../../src/renderer/ui/tokens.css'
import '../../../src/renderer/ui/base.css'
import './gallery.css'
import type { ComponentType } from 'react'
import { createRoot } from 'react-dom/client'
import { LiveRegion } from '../../../src/renderer/ui/live-region.tsx'
import { ToastRegion } from '../../../src/renderer/ui/toast-region.tsx'
import { Controls } from './controls.tsx'
import { Dialogs } from './dialogs.tsx'
import { Figures } from './figures.tsx'
import { Lists } from './lists.tsx'
import { States } from './states.tsx'

/** Every component in every state, one page for each group: `/?story=lists&theme=dark&density=roomy`. */
const stories: Record<string, ComponentType> = {
  controls: Controls,
  dialogs: Dialogs,
  figures: Figures,
  lists: Lists,
  states: States,
}

const parameters = new URLSearchParams(location.search)
const { dataset } = document.documentElement
dataset['theme'] = parameters.get('theme') ?? 'light'
dataset['density'] = parameters.get('density') ?? 'dense'
const Story = stories[parameters.get('story') ?? 'controls'] ?? Controls

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <main className="gallery">
      <h1>Parts: {parameters.get('story') ?? 'controls'}</h1>
      <Story />
      <LiveRegion />
      <ToastRegion />
    </main>,
  )
}
