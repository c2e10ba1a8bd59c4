import { posix, relative, resolve } from 'node:path'
import { type Context, child, children, dotted, type Node, type Rule, textOf } from './oxlint-api.ts'
import { domainStair, reserved, type Zone, zones } from './zones.ts'

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
      const message = judgeImport(from, specifier, typeOnly)
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
export function judgeImport(from: string, specifier: string, typeOnly: boolean): string | null {
  const zone = zoneOf(from)
  if (zone === undefined) return null
  if (!specifier.startsWith('.')) return checkPackage(zone, from, specifier)
  const target = posix.normalize(posix.join(posix.dirname(from), specifier.replace(/\?.*$/, '')))
  if (!/\.\w+$/.test(target)) return `'${specifier}' lacks its file extension: Node runs these sources as they are.`
  const other = zoneOf(target)
  if (other === undefined) return target.startsWith('test/') ? 'the program may not import its tests.' : null
  const folderOf = (path: string) => zone.apart?.exec(path)?.[1]
  const sameFolder = other.name === zone.name && folderOf(from) === folderOf(target)
  const allowed = zone.may.includes(other.name) || (typeOnly && zone.mayKnow?.includes(other.name) === true)
  if (!sameFolder && !allowed) {
    return `${zone.name} may not import ${other.name} (${target}): ${zone.why}. It may import: ${zone.may.join(', ') || 'nothing'}.`
  }
  return checkModule(from, target)
}

const moduleOf = (path: string): string | undefined => /^src\/main\/domain\/([^/]+)\//.exec(path)?.[1]

/** Modules of the domain stand on a stair, and each shows the others its face only. */
function checkModule(from: string, target: string): string | null {
  const name = moduleOf(target)
  const ours = moduleOf(from)
  if (name === undefined || name === ours) return null
  const step = domainStair.findIndex((module) => module.name === name)
  const module = domainStair[step]
  if (module === undefined) return `the domain has no module '${name}': give it its step in test/lint/zones.ts.`
  if (ours !== undefined && domainStair.findIndex((domainModule) => domainModule.name === ours) <= step) {
    const below = domainStair.slice(
      0,
      Math.max(
        0,
        domainStair.findIndex((domainModule) => domainModule.name === ours),
      ),
    )
    return `${ours} may not import ${name}, which stands above it. It may import: ${below.map((domainModule) => domainModule.name).join(', ') || 'nothing'}. Take a function, or return a fact.`
  }
  const file = target.slice(`src/main/domain/${name}/`.length).replace(/\.ts$/, '')
  if (module.opens.includes('*') || module.opens.includes(file) || /\.(service|view)$/.test(file)) return null
  return `${target} is internal to ${name}: call one of its services, or open the file in test/lint/zones.ts.`
}

function checkPackage(zone: Zone, from: string, name: string): string | null {
  for (const rule of reserved) {
    if (rule.packages.test(name) && !rule.files.test(from)) return `'${name}' may not be imported here: ${rule.why}.`
  }
  if (zone.packages === undefined || zone.packages(name)) return null
  return `${zone.name} may not import '${name}': ${zone.why}.`
}

function isTypeOnly(node: Node, key: 'importKind' | 'exportKind'): boolean {
  if (node[key] === 'type') return true
  const specifiers = children(node, 'specifiers')
  return specifiers.length > 0 && specifiers.every((module) => module[key] === 'type')
}
