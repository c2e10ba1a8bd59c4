/** Replaces each `{{name}}` by its value; unknown names stay. */
export const fillPlaceholders = (template: string, values: Readonly<Record<string, string>>): string =>
  template.replaceAll(/\{\{(\w+)\}\}/g, (whole, name: string) =>
    Object.hasOwn(values, name) ? (values[name] ?? whole) : whole,
  )

/** The unknown names in a template, each once. */
export const unknownPlaceholders = (template: string, knownNames: readonly string[]): readonly string[] => [
  ...new Set(
    [...template.matchAll(/\{\{([^}]*)\}\}/g)]
      .map(([, name = '']) => name)
      .filter((name) => !knownNames.includes(name)),
  ),
]
