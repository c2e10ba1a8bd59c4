import type { EventProposal } from '../../../../contract/event-proposals.ts'
import type { Reader } from '../../../storage/open.ts'
import { viewPerson } from '../../roles/principal.view.ts'
import { type Proposal, proposals } from './proposals.store.ts'

/** What rosters propose and nobody has settled, newest first. */
export const listProposals = (db: Reader): EventProposal[] =>
  proposals.open(db).map((proposal) => viewProposal(db, proposal))

function viewProposal(db: Reader, { guid, kind, identity, noticedOn, person, personBefore }: Proposal): EventProposal {
  return { id: guid, kind, person: viewPerson(db, identity), noticedOn, after: person, before: personBefore }
}
