import type { Route } from '../http/route.ts'

const words = (path: string): string[] =>
  path
    .replace(/^\/(?:v1|api)\//, '')
    .split(/[/.-]/)
    .map((part) => (part.startsWith(':') ? `by-${part.slice(1)}` : part))
    .flatMap((part) => part.split('-'))

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1)
const joined = (path: string): string => words(path).map(capital).join('')
const isVendor = (path: string): boolean => path.startsWith('/api/')

/** Names an operation for generated clients: `getImportsByIdChanges`, `vendorPostApplicationImportsStage`. */
export const operationId = ({ method, path }: Pick<Route, 'method' | 'path'>): string =>
  isVendor(path) ? `vendor${capital(method.toLowerCase())}${joined(path)}` : `${method.toLowerCase()}${joined(path)}`

/** Names what an operation answers, where the contract has no name for it. */
export const answerName = (route: Pick<Route, 'method' | 'path'>): string => `${capital(operationId(route))}Answer`

/** `/v1/imports/{id}` for `/v1/imports/:id`. */
export const templateOf = (path: string): string => path.replaceAll(/:([A-Za-z]+)/g, '{$1}')

/** The resource, by which documents group their operations. */
export function tagOf(path: string): string {
  const [, mount = '', resource = ''] = path.split('/')
  const name = resource.replace(/\..*$/, '').replaceAll('-', ' ')
  return mount === 'api' ? `Permission Assist: ${name}` : name
}
