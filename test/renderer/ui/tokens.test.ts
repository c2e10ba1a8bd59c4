import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'

const css = readFileSync(new URL('../../../src/renderer/ui/tokens.css', import.meta.url), 'utf8')

/** Each colour token in both themes, read from the file that the page uses. */
const tokens = new Map(
  [...css.matchAll(/--([\w-]+):\s*(?:light-dark\((#\w{6}),\s*(#\w{6})\)|(#\w{6}))/g)].map(
    ([, name, light, dark, both]) => [name, { light: light ?? both, dark: dark ?? both }],
  ),
)

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((place) => {
    const part = Number.parseInt(hex.slice(place, place + 2), 16) / 255
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}

function contrast(front: string, back: string, theme: 'light' | 'dark'): number {
  const [a = 0, b = 0] = [front, back].map((name) => {
    const hex = tokens.get(name)?.[theme]
    if (!hex) throw new Error(`There is no colour --${name}.`)
    return luminance(hex)
  })
  return (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05)
}

const grounds = ['surface', 'surface-sunken', 'surface-raised', 'chrome', 'hover', 'selected']
const pairs: [front: string, back: string, least: number][] = [
  ...['text', 'text-muted', 'text-faint', 'accent'].flatMap((front) =>
    grounds.map((back): [string, string, number] => [front, back, 4.5]),
  ),
  ...['gain', 'loss', 'change', 'info'].flatMap((tone): [string, string, number][] => [
    [tone, `${tone}-soft`, 4.5],
    ['text', `${tone}-soft`, 4.5],
    [tone, 'surface', 4.5],
    [`${tone}-solid`, 'surface', 3],
  ]),
  ['text-muted', 'neutral-soft', 4.5],
  ['on-solid', 'accent-solid', 4.5],
  ['on-solid', 'accent-solid-hover', 4.5],
  ['on-solid', 'danger-solid', 4.5],
  ['on-solid', 'danger-solid-hover', 4.5],
  ...['surface', 'surface-raised', 'chrome', 'selected'].flatMap((back): [string, string, number][] => [
    ['focus', back, 3],
    ['line-strong', back, 3],
  ]),
]

describe.each(['light', 'dark'] as const)('the %s theme', (theme) => {
  it.each(pairs)('shows %s on %s with at least %d to 1', (front, back, least) => {
    expect(contrast(front, back, theme)).toBeGreaterThanOrEqual(least)
  })
})
