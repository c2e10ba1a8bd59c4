/** Puts values in the place of `{{name}}`; a name that has none stays as it is. */
export const fillPlaceholders = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  )

/** The names in a text that mean nothing, each once. */
export const unknownPlaceholders = (template: string, knownNames: readonly string[]): readonly string[] => [
  ...new Set(
    [...template.matchAll(/\{\{([^}]*)\}\}/g)]
      .map(([, name = '']) => name)
      .filter((name) => !knownNames.includes(name)),
  ),
]
