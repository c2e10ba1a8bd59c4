import { inRepository } from './import-direction.ts'
import { child, children, dotted, type Node, type Rule } from './oxlint-api.ts'

const windows = new Set(['BrowserWindow', 'BaseWindow', 'WebContentsView', 'BrowserView'])
const factory = 'src/main/shell/window.ts'

/** Windows are made in one file, and what guards them stands there as literals that a reader can check. */
export const oneWindow: Rule = {
  meta: { type: 'problem' },
  create(context) {
    const noSpread = (value: Node | undefined): void => {
      for (const part of children(unwrapped(value), 'properties')) {
        if (part.type !== 'SpreadElement') continue
        context.report({
          node: part,
          message: 'No spread into webPreferences: a stray object could switch the sandbox off.',
        })
      }
    }
    return {
      NewExpression: (node) => {
        const name = dotted(child(node, 'callee'))?.split('.').at(-1)
        if (name === undefined || !windows.has(name) || inRepository(context.filename) === factory) return
        context.report({ node, message: `Windows are made in ${factory} only, with its checked webPreferences.` })
      },
      Property: (node) => {
        if (dotted(child(node, 'key')) === 'webPreferences') noSpread(child(node, 'value'))
      },
      VariableDeclarator: (node) => {
        if (dotted(child(node, 'id')) === 'webPreferences') noSpread(child(node, 'init'))
      },
    }
  },
}

/** The object inside `{…} as const satisfies T` and `Object.freeze({…})`. */
function unwrapped(node: Node | undefined): Node | undefined {
  if (node?.type === 'CallExpression') return unwrapped(children(node, 'arguments')[0])
  return node !== undefined && /^TS(As|Satisfies|NonNull)Expression$/.test(node.type)
    ? unwrapped(child(node, 'expression'))
    : node
}
