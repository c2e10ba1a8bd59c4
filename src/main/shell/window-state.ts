import { z } from 'zod'

export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export const WindowState = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(1).max(20_000),
  height: z.number().int().min(1).max(20_000),
  maximized: z.boolean(),
})
export type WindowState = z.infer<typeof WindowState>

export const smallest = { width: 720, height: 480 } as const
const usual = { width: 1280, height: 800 } as const

/**
 * Where the window opens: where it was, as long as enough of it lies on a display that is still there to be grabbed;
 * else in the middle of the first one. Never larger than its display.
 */
export function placeWindow(
  saved: WindowState | null,
  workAreas: readonly Rectangle[],
): Rectangle & { maximized: boolean } {
  const home = saved && workAreas.find((area) => overlap(saved, area) >= 0.25)
  const area = home ?? workAreas[0] ?? { x: 0, y: 0, ...usual }
  const width = Math.min(Math.max(saved?.width ?? usual.width, smallest.width), area.width)
  const height = Math.min(Math.max(saved?.height ?? usual.height, smallest.height), area.height)
  const centred = {
    x: area.x + Math.round((area.width - width) / 2),
    y: area.y + Math.round((area.height - height) / 2),
  }
  if (!home || !saved) return { ...centred, width, height, maximized: saved?.maximized ?? false }
  const x = clamp(saved.x, area.x, area.x + area.width - width)
  const y = clamp(saved.y, area.y, area.y + area.height - height)
  return { x, y, width, height, maximized: saved.maximized }
}

/** How much of the window lies on the display, from 0 to 1. */
function overlap(window: Rectangle, area: Rectangle): number {
  const width = Math.min(window.x + window.width, area.x + area.width) - Math.max(window.x, area.x)
  const height = Math.min(window.y + window.height, area.y + area.height) - Math.max(window.y, area.y)
  return (Math.max(0, width) * Math.max(0, height)) / (window.width * window.height)
}

const clamp = (value: number, least: number, most: number): number => Math.min(Math.max(value, least), most)
