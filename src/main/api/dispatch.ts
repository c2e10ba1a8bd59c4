import { createSwitchCheck } from '../domain/settings/api-switch.service.ts'
import type { Caller } from './http/caller.ts'
import { checkApiSwitch } from './http/api-switch.ts'
import { nativeRouter } from './native/router.ts'
import { nativeRoutes } from './mounts.ts'
import { errorResponse, fromProblem } from './identity-governance/crest/error.ts'
import { identityGovernanceOperations } from './identity-governance/operations.ts'
import { identityGovernanceRouter } from './identity-governance/router.ts'
import { vendorError } from './permission-assist/errors.ts'
import { vendorRouter } from './permission-assist/router.ts'
import { vendorRoutes } from './permission-assist/routes.ts'
import { pathOf } from './http/address.ts'
import { toProblem } from './http/error-to-problem.ts'
import { type ApiProblem, problemResponse } from './http/problem.ts'
import type { Services } from './http/services.ts'

/** Answers every address of the program, whichever transport it came by. */
export type Dispatch = (request: Request, caller: Caller, requestId: string) => Response | Promise<Response>

const isVendor = (pathname: string): boolean => pathname === '/api' || pathname.startsWith('/api/')
const isIdentityGovernance = (pathname: string): boolean => pathname === '/openidm' || pathname.startsWith('/openidm/')

/** The one place where the API's switch is checked, before any of the three APIs is entered. */
export function createDispatch(services: Services): Dispatch {
  const native = nativeRouter(nativeRoutes, services)
  const vendor = vendorRouter(vendorRoutes, services)
  const governance = identityGovernanceRouter(identityGovernanceOperations, services)
  const isOn = createSwitchCheck(services.env.store.reader)
  const answer: Dispatch = (request, caller, requestId) => {
    const pathname = pathOf(request.url)
    const refusal = checkApiSwitch(caller, pathname, isOn)
    if (isIdentityGovernance(pathname)) return governance.fetch(request, caller, requestId, refusal)
    if (isVendor(pathname)) {
      return refusal ? vendorError(refusal, requestId) : vendor.fetch(request, { caller, requestId })
    }
    return refusal ? problemResponse(refusal, requestId) : native.fetch(request, { caller, requestId })
  }
  return async (request, caller, requestId) => {
    try {
      return await answer(request, caller, requestId)
    } catch (error) {
      services.env.store.health.failed(error)
      const problem = toProblem(error)
      if (problem === undefined) throw error
      return refuse(problem, pathOf(request.url), requestId)
    }
  }
}

/** A fault that was met before or around an operation, in the words of the API whose address was asked. */
function refuse(problem: ApiProblem, pathname: string, requestId: string): Response {
  if (isIdentityGovernance(pathname)) return errorResponse(fromProblem(problem), requestId)
  return isVendor(pathname) ? vendorError(problem, requestId) : problemResponse(problem, requestId)
}
