import type { Role } from '../../../contract/people.ts'

/** What two user names are compared by: case and width make no difference. */
export const usernameKey = (username: string): string => username.trim().normalize('NFKC').toLowerCase()

export const rolesFrom = (json: string): readonly Role[] => JSON.parse(json) as Role[]
