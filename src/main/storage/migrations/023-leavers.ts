/** Who is not active any more and still has accounts, by name: the first thing that an officer asks of people. */
export const leavers = `
CREATE INDEX person_now_leavers ON person_now (sort_name, identity_id) WHERE status <> 'Active' AND accounts > 0;
`
