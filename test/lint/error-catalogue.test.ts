import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { catalogueFile, catalogueText } from '../support/make-error-catalogue.ts'

test('docs/errors.md is what the sources say; if not, run: node test/support/make-error-catalogue.ts', () => {
  expect(readFileSync(catalogueFile, 'utf8')).toBe(catalogueText())
})

test('the catalogue knows problems of each kind', () => {
  const text = catalogueText()
  for (const line of [
    /^\| `unsupported-media-type` \| 415 \| .* \| `transport\/guards\/content-type\.ts` \|$/m,
    /^### not-found \(404\)$/m,
    /^\| There is no such import\. \| `imports\//m,
    /^\| 409 \| .*`conflict`.* \| `conflict` \| Conflict \|$/m,
    /^\| 501 \| Not Implemented \| /m,
  ])
    expect(text).toMatch(line)
})
