import { child, children, dotted, type Node, type Rule, textOf } from './oxlint-api.ts'

const openers =
  /^((node:)?(fs|fs\/promises|net|http|https|http2|dgram|tls|child_process|worker_threads|sqlite)|better-sqlite3|chokidar|@hono\/node-server)$/
const harmless = new Set(['isMainThread', 'parentPort.on', 'parentPort.postMessage'])

/**
 * Reports a module that opens a file, socket, process or database while it is being imported: a call, outside any
 * function, of something that comes from a module which can. Entries are where this is allowed, so they are left out
 * in the configuration.
 */
export const quietImport: Rule = {
  meta: { type: 'problem' },
  create(context) {
    const opening = new Set<string>()
    const check = (node: Node): void => {
      const name = dotted(child(node, 'callee'))
      if (name === undefined || harmless.has(name) || !opening.has(name.split('.')[0] ?? '') || insideFunction(node))
        return
      context.report({ node, message: `'${name}' runs when this module is imported; importing must open nothing.` })
    }
    return {
      ImportDeclaration: (node) => {
        if (!openers.test(textOf(child(node, 'source')) ?? '')) return
        for (const specifier of children(node, 'specifiers')) opening.add(dotted(child(specifier, 'local')) ?? '')
      },
      CallExpression: check,
      NewExpression: check,
    }
  },
}

function insideFunction(node: Node): boolean {
  for (let at = node.parent; at; at = at.parent) {
    if (/Function|^PropertyDefinition$/.test(at.type) && at['static'] !== true) return true
  }
  return false
}
