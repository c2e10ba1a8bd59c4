import type { Caller } from '../caller.ts'
import type { Refusal } from '../problem.ts'

const off: Refusal = {
  status: 403,
  code: 'api-switched-off',
  title: 'The API is switched off.',
  detail:
    'The API is switched off in System Configuration. An administrator switches it on in the window under Settings, ' +
    'or with "castellan api on".',
}

const forScripts = /^\/(?:api|openidm)(?:\/|$)/

/** True for the addresses that exist for scripts alone. */
export const isForScripts = (pathname: string): boolean => forScripts.test(pathname)

/**
 * While the API is off, no token opens anything and the compatible APIs answer nobody. The window, sessions in a browser
 * and the local operator work on: they are how it is switched on.
 */
export function judgeSwitch(caller: Caller, pathname: string, isOn: () => boolean): Refusal | null {
  const concerned = caller.kind === 'token' || isForScripts(pathname)
  return concerned && !isOn() ? off : null
}
