import type { Caller } from './caller.ts'
import type { ApiProblem } from './problem.ts'

const off: ApiProblem = {
  status: 403,
  code: 'api-switched-off',
  title: 'The API is switched off.',
  detail:
    'The API is switched off in System Configuration. An administrator switches it on in the window under Settings, ' +
    'or with "castellan api on".',
}

const forScripts = /^\/(?:api|openidm)(?:\/|$)/

/** True for the addresses that exist for scripts alone. */
const isForScripts = (pathname: string): boolean => forScripts.test(pathname)

/**
 * While the API is off, no token opens anything and the compatible APIs answer nobody. The window, sessions in a browser
 * and the local operator work on: they are how it is switched on.
 */
export function checkApiSwitch(
  caller: Caller,
  pathname: string,
  isOn: (proved: boolean) => boolean,
): ApiProblem | null {
  const isToken = caller.kind === 'token'
  return (isToken || isForScripts(pathname)) && !isOn(isToken) ? off : null
}
