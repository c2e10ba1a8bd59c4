import { z } from 'zod'

// Must be the first import. A schema decides at creation whether to compile itself with `new Function`, and even
// probing for that violates the content security policy of this page.
z.config({ jitless: true })
