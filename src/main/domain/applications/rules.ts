import { Rules } from '../../../contract/applications.ts'

/** Stored rules are parsed again, so that defaults of newer fields are there. */
export const rulesOf = (row: { readonly rules: string }): Rules => Rules.parse(JSON.parse(row.rules))
