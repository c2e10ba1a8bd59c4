import { z } from 'zod'

// First of all imports: a schema decides when it is made whether to compile itself with `new Function`, and even
// the probe for that would be a violation of this page's policy.
z.config({ jitless: true })
