import { problemMembers as governanceMembers } from './identity-governance/problem-members.ts'
import { problemMembers as vendorMembers } from './permission-assist/errors.ts'
import { newRequestId, problemResponse, type ApiProblem } from './http/problem.ts'

/**
 * A refusal by the transport, before any of the three APIs is entered. Below the paths of the compatible APIs it has
 * their error members beside ours, so that a script written for them finds what it looks for.
 */
export function refusalResponse(refusal: ApiProblem, pathname: string, requestId = newRequestId()): Response {
  return problemResponse(refusal, requestId, membersAt(pathname, refusal, requestId))
}

function membersAt(pathname: string, refusal: ApiProblem, requestId: string): Readonly<Record<string, unknown>> {
  if (isBelow('/openidm', pathname)) return governanceMembers(refusal)
  if (isBelow('/api', pathname)) return vendorMembers(refusal, requestId)
  return {}
}

const isBelow = (root: string, pathname: string): boolean => pathname === root || pathname.startsWith(`${root}/`)
