import { child, children, dotted, type Rule, textOf } from './oxlint-api.ts'

const calls = new Set([
  'Date',
  'Date.now',
  'performance.now',
  'process.hrtime',
  'process.hrtime.bigint',
  'Math.random',
  'crypto.randomUUID',
  'crypto.randomBytes',
  'crypto.randomInt',
  'crypto.getRandomValues',
  'webcrypto.getRandomValues',
])
const imports = new Set([
  'randomUUID',
  'randomUUIDv7',
  'randomBytes',
  'randomInt',
  'randomFill',
  'randomFillSync',
  'getRandomValues',
])
const message =
  'The domain has no clock and no randomness of its own: take them from Environment, so that tests can fix them.'

/** Reports reading the time or drawing a random number; meant for the domain. */
export const noAmbient: Rule = {
  meta: { type: 'problem' },
  create(context) {
    return {
      CallExpression: (node) => {
        const name = dotted(child(node, 'callee'))?.replace(/^globalThis\./, '')
        if (name !== undefined && (calls.has(name) || name.startsWith('Temporal.Now.')))
          context.report({ node, message })
      },
      NewExpression: (node) => {
        if (dotted(child(node, 'callee')) === 'Date' && children(node, 'arguments').length === 0) {
          context.report({ node, message })
        }
      },
      ImportDeclaration: (node) => {
        if (!/^(node:)?crypto$/.test(textOf(child(node, 'source')) ?? '')) return
        for (const specifier of children(node, 'specifiers')) {
          if (imports.has(dotted(child(specifier, 'imported')) ?? '')) context.report({ node: specifier, message })
        }
      },
    }
  },
}
