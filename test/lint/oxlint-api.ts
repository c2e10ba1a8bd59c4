/**
 * The small part of oxlint's plugin interface (the same as ESLint's) that our rules use.
 * oxlint does not export its types, and any tree node is a bag of named fields.
 */
export interface Node {
  readonly type: string
  readonly parent?: Node | null
  readonly [field: string]: unknown
}

export interface Context {
  readonly filename: string
  readonly sourceCode: { getAllComments(): readonly Node[] }
  report(diagnostic: { node: Node; message: string }): void
}

export type Visitor = Readonly<Record<string, (node: Node) => void>>

export interface Rule {
  readonly meta: { readonly type: 'problem' }
  create(context: Context): Visitor
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value

/** A child of a node, where there is one. */
export function child(node: Node | undefined, field: string): Node | undefined {
  const value = node?.[field]
  return isNode(value) ? value : undefined
}

export function children(node: Node | undefined, field: string): readonly Node[] {
  const value = node?.[field]
  return Array.isArray(value) ? value.filter(isNode) : []
}

/** The text of a string literal, or of a template without holes. */
export function textOf(node: Node | undefined): string | undefined {
  if (node?.type === 'Literal' && typeof node['value'] === 'string') return node['value']
  if (node?.type !== 'TemplateLiteral' || children(node, 'expressions').length > 0) return undefined
  const cooked = (children(node, 'quasis')[0]?.['value'] as { cooked?: string } | undefined)?.cooked
  return cooked
}

/** `a.b.c` of an identifier or a plain member expression. */
export function dotted(node: Node | undefined): string | undefined {
  if (node?.type === 'Identifier') return node['name'] as string
  if (node?.type !== 'MemberExpression' || node['computed'] === true) return undefined
  const [object, property] = [dotted(child(node, 'object')), dotted(child(node, 'property'))]
  return object === undefined || property === undefined ? undefined : `${object}.${property}`
}
