import type { Route } from './http/route.ts'
import { resourceRoutes } from './native/routes.ts'
import { openApiRoute } from './openapi/openapi.route.ts'
import { vendorRoutes } from './permission-assist/routes.ts'

/** Every operation of the native API, with the document that describes them. */
export const nativeRoutes: readonly Route[] = [
  ...resourceRoutes,
  openApiRoute(() => [
    { routes: nativeRoutes, errors: 'problem' },
    { routes: vendorRoutes, errors: 'vendor' },
  ]),
]
