import { posix, relative, resolve } from 'node:path'
import { type Context, child, children, dotted, type Node, type Rule, textOf } from './oxlint-api.ts'
import { reserved, type Zone, zones } from './zones.ts'

const root = resolve(import.meta.dirname, '../..')
const zoneOf = (path: string): Zone | undefined => zones.find((zone) => zone.files.test(path))

/** A file's path inside the repository, with forward slashes. */
export const inRepository = (file: string): string => relative(root, file).replaceAll('\\', '/')

/** Reports an import that goes against zones.ts, in any of its forms: static, re-export, dynamic, type, require. */
export const importDirection: Rule = {
  meta: { type: 'problem' },
  create(context: Context) {
    const from = inRepository(context.filename)
    const check = (source: Node | undefined, typeOnly: boolean): void => {
      const specifier = textOf(source)
      if (source === undefined || specifier === undefined) return
      const message = judge(from, specifier, typeOnly)
      if (message !== null) context.report({ node: source, message })
    }
    return {
      ImportDeclaration: (node) => check(child(node, 'source'), isTypeOnly(node, 'importKind')),
      ExportNamedDeclaration: (node) => check(child(node, 'source'), isTypeOnly(node, 'exportKind')),
      ExportAllDeclaration: (node) => check(child(node, 'source'), isTypeOnly(node, 'exportKind')),
      ImportExpression: (node) => check(child(node, 'source'), false),
      TSImportType: (node) => check(child(node, 'source'), true),
      CallExpression: (node) => {
        if (dotted(child(node, 'callee')) === 'require') check(children(node, 'arguments')[0], false)
      },
    }
  },
}

/** Null when `from` may import `specifier`, else what is wrong, in words. */
export function judge(from: string, specifier: string, typeOnly: boolean): string | null {
  const zone = zoneOf(from)
  if (zone === undefined) return null
  if (!specifier.startsWith('.')) return judgePackage(zone, from, specifier)
  const target = posix.normalize(posix.join(posix.dirname(from), specifier.replace(/\?.*$/, '')))
  if (!/\.\w+$/.test(target)) return `'${specifier}' lacks its file extension: Node runs these sources as they are.`
  const other = zoneOf(target)
  if (other === undefined) return target.startsWith('test/') ? 'the program may not import its tests.' : null
  const folderOf = (path: string) => zone.apart?.exec(path)?.[1]
  if (other.name === zone.name && folderOf(from) === folderOf(target)) return foreignStore(from, target)
  if (zone.may.includes(other.name) || (typeOnly && zone.mayKnow?.includes(other.name) === true)) return null
  return `${zone.name} may not import ${other.name} (${target}): ${zone.why}.`
}

/** Modules of the domain use each other's services and types; the SQL of another module is not theirs to call. */
function foreignStore(from: string, target: string): string | null {
  const moduleOf = (path: string) => /^src\/main\/domain\/([^/]+)\//.exec(path)?.[1]
  if (!target.endsWith('.store.ts') || moduleOf(target) === moduleOf(from)) return null
  return `${target} belongs to another module of the domain: call its service.`
}

function judgePackage(zone: Zone, from: string, name: string): string | null {
  for (const rule of reserved) {
    if (rule.packages.test(name) && !rule.files.test(from)) return `'${name}' may not be imported here: ${rule.why}.`
  }
  if (zone.packages === undefined || zone.packages(name)) return null
  return `${zone.name} may not import '${name}': ${zone.why}.`
}

function isTypeOnly(node: Node, key: 'importKind' | 'exportKind'): boolean {
  if (node[key] === 'type') return true
  const specifiers = children(node, 'specifiers')
  return specifiers.length > 0 && specifiers.every((one) => one[key] === 'type')
}
