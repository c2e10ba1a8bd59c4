import type { Reader } from '../../../storage/open.ts'
import { managedUserOf } from '../../managed-users/managed-users.service.ts'

/** Whether somebody is no longer there, as a script or their roster says: nothing is given to them, and nothing put to them. */
export const hasLeft = (db: Reader, identity: number): boolean => managedUserOf(db, identity).status === 'Removed'
