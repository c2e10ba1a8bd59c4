import { it } from 'vitest'
import { fuzzFilters } from '../../../../support/filter-fuzz.ts'

it('200,000 inputs are read or refused in words, and what is read runs as SQL', () => fuzzFilters(200_000))
