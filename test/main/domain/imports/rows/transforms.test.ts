import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { nameTransforms, type NameTransform } from '../../../../../src/contract/applications.ts'
import { transformed } from '../../../../../src/main/domain/imports/rows/transforms.ts'

const all = Object.keys(nameTransforms) as NameTransform[]

describe('a name', () => {
  it.each<[NameTransform, string, string]>([
    ['without-domain', 'FERN\\abell', 'abell'],
    ['before-at', 'bcole@fern.example', 'bcole'],
    ['common-name', 'CN=Cy Dahl,OU=Staff,DC=fern,DC=example', 'Cy Dahl'],
    ['common-name', 'cn=Dahl\\, Cy,OU=Staff', 'Dahl, Cy'],
    ['first-last', 'Bell, Ada', 'Ada Bell'],
    ['lower-case', 'ABell', 'abell'],
    ['visible-only', 'Rene\u0301\u00a0 Roy\u200b', 'René Roy'],
  ])('is taken out of its form: %s of %s', (transform, text, name) => {
    expect(transformed(text, [transform])).toBe(name)
  })

  it.each<[NameTransform, string]>([
    ['without-domain', 'abell'],
    ['before-at', '@fern'],
    ['common-name', 'OU=Staff,CN=Cy'],
    ['first-last', 'Ada Bell'],
    ['first-last', 'Bell, Ada, Dr.'],
  ])('in another form stays as it is: %s of %s', (transform, text) => {
    expect(transformed(text, [transform])).toBe(text)
  })

  it('never becomes blank, and twice the same change is once', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.constantFrom(...all), (text, transform) => {
        const name = transformed(text, [transform])
        if (text.trim() !== '') expect(name).not.toBe('')
        if (transform === 'visible-only' || transform === 'lower-case')
          expect(transformed(name, [transform])).toBe(name)
      }),
    )
  })
})
