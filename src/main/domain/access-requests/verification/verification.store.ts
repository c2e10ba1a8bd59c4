import type { Reader } from '../../../storage/open.ts'
import { prepared } from '../../../storage/query.ts'
import type { Action } from '../../catalogue/item-action.ts'

/** An item that somebody says was carried out in an application whose data has since come again. */
export interface Claim {
  readonly item: number
  readonly requestee: number
  readonly entitlement: number
  readonly action: string
  readonly verification: 'claimed' | 'contradicted'
  readonly outcomeAt: number
}

/** The same for an item of a personnel event, which changes several privileges of an application. */
export type ApplicationClaim = Omit<Claim, 'entitlement' | 'action'> & { readonly action: Action }

/** An account in the latest data, with its line in the file. */
export interface AccountFound {
  readonly id: number
  readonly userName: string
  readonly active: 0 | 1
  readonly locked: 0 | 1
  readonly file: string | null
  readonly line: number
}

/** Where the latest data of an application comes from. */
export interface CurrentAccess {
  readonly source: number
  readonly seq: number
  readonly extractAt: number
  readonly importId: string
}

/** A grant in the latest data, with its line in the file. */
export interface HeldAccess {
  readonly account: number
  readonly userName: string
  readonly file: string
  readonly line: number
}

// A later extract of the same bytes makes no generation, yet it shows that on its day nothing was different.
const standing = `
  SELECT s.id AS source, s.current_seq AS seq, coalesce(same.extract_at, g.extract_at) AS extractAt, coalesce(same.guid, i.guid) AS importId
  FROM application p JOIN source s ON s.application_id = p.id
  JOIN generation g ON g.source_id = s.id AND g.seq = s.current_seq JOIN import i ON i.id = g.import_id
  LEFT JOIN import same ON same.id = (SELECT d.id FROM import d WHERE d.source_id = s.id AND d.state = 'duplicate' AND d.id > i.id
    AND d.created_at >= g.applied_at AND d.extract_at > g.extract_at ORDER BY d.extract_at DESC, d.id DESC LIMIT 1)
  WHERE p.guid = ?`
const claims = `
  SELECT i.id AS item, r.requestee_id AS requestee, e.entitlement_id AS entitlement, i.action, i.verification, i.outcome_at AS outcomeAt
  FROM request_item i JOIN request r ON r.id = i.request_id JOIN glossary_entry e ON e.id = i.entry_id
  JOIN entitlement t ON t.id = e.entitlement_id JOIN application p ON p.id = t.application_id
  WHERE i.verification IN ('claimed','contradicted') AND i.outcome = 'provisioned' AND r.removed_at IS NULL AND p.guid = @application AND i.outcome_at < @extractAt ORDER BY i.id`
const applicationClaims = `
  SELECT i.id AS item, r.requestee_id AS requestee, i.action, i.verification, i.outcome_at AS outcomeAt
  FROM request_item i JOIN request r ON r.id = i.request_id JOIN application p ON p.id = i.application_id
  WHERE i.verification IN ('claimed','contradicted') AND i.outcome = 'provisioned' AND r.removed_at IS NULL AND p.guid = @application AND i.outcome_at < @extractAt ORDER BY i.id`
// Evidence names the generation it lies in; an undo or a restore makes generations void.
const groundless = `
  SELECT i.id AS item FROM request_item i JOIN glossary_entry e ON e.id = i.entry_id LEFT JOIN entitlement t ON t.id = e.entitlement_id
  JOIN application p ON p.id = coalesce(i.application_id, t.application_id) JOIN source s ON s.application_id = p.id
  JOIN generation v ON v.source_id = s.id AND v.seq = json_extract(i.evidence, '$.generation') AND v.voided_at IS NOT NULL
  WHERE i.verification IN ('proved','contradicted') AND p.guid = ? ORDER BY i.id`
const waiting = `
  SELECT DISTINCT p.guid FROM request_item i JOIN glossary_entry e ON e.id = i.entry_id LEFT JOIN entitlement t ON t.id = e.entitlement_id
  JOIN application p ON p.id = coalesce(i.application_id, t.application_id) WHERE i.verification IN ('claimed','contradicted') ORDER BY p.id`
const held = `
  SELECT a.id AS account, a.user_name AS userName, f.name AS file, g.line FROM account_match m JOIN account a ON a.id = m.account_id
  JOIN grant_version g ON g.account_id = a.id AND g.entitlement_id = @entitlement
  JOIN source s ON s.id = g.source_id AND g.from_seq <= s.current_seq AND g.to_seq > s.current_seq
  LEFT JOIN import_file f ON f.id = g.file_id
  WHERE m.identity_id = @identity AND m.to_at = 9007199254740991 ORDER BY a.id LIMIT 1`

// What the data says of one changed privilege. Of an account that was still to be made, any of the person's may have it.
const accountsFound = `
  SELECT a.id, a.user_name AS userName, v.active = 'yes' AS active, v.locked = 'yes' AS locked, v.line, f.name AS file
  FROM account a JOIN source s ON s.application_id = a.application_id AND s.id = @source
  JOIN account_version v ON v.account_id = a.id AND v.source_id = s.id AND v.from_seq <= @seq AND v.to_seq > @seq
  LEFT JOIN import_file f ON f.id = v.file_id
  WHERE CASE WHEN @account IS NULL
    THEN a.id IN (SELECT m.account_id FROM account_match m WHERE m.identity_id = @identity AND m.to_at = 9007199254740991)
    ELSE a.id = @account END
  ORDER BY active DESC, locked, a.id`
const grantFound = `
  SELECT g.access, g.line, f.name AS file FROM grant_version g LEFT JOIN import_file f ON f.id = g.file_id
  WHERE g.account_id = @account AND g.entitlement_id = @entitlement AND g.source_id = @source AND g.from_seq <= @seq AND g.to_seq > @seq`

// What a generation does not know: that something is absent from it, or that a grant which stands is in its file.
const isAbsenceUnknown = `
  SELECT EXISTS (SELECT 1 FROM unknown_in_extract u WHERE u.source_id = @source AND u.seq = @seq AND (u.account_id = 0
    OR u.account_id IN (SELECT m.account_id FROM account_match m WHERE m.identity_id = @identity AND m.to_at = 9007199254740991))) AS "unknown"`
const isGrantUnknown = `
  SELECT EXISTS (SELECT 1 FROM unknown_in_extract u WHERE u.source_id = @source AND u.seq = @seq
    AND ((u.account_id = @account AND u.entitlement_id = @entitlement) OR (u.account_id = 0 AND u.entitlement_id = -1))) AS "unknown"`

// A row of the account that could not be read says nothing of the account itself and of what it lacks; what it holds is
// unknown where the row that would say so could not be read.
const isAccountUnknown = `
  SELECT EXISTS (SELECT 1 FROM unknown_in_extract u WHERE u.source_id = @source AND u.seq = @seq AND CASE WHEN @isHeld = 1
    THEN (u.account_id = @account AND u.entitlement_id = @entitlement) OR (u.account_id = 0 AND u.entitlement_id = -1)
    ELSE u.account_id IN (0, @account) END) AS "unknown"`

/** Access that appeared in an application without a request, since it could be asked for. */
export interface OutOfBand {
  readonly applicationId: string
  readonly application: string
  readonly accountId: string
  readonly userName: string
  readonly personId: string | null
  readonly person: string | null
  readonly entryId: string
  readonly item: string
  readonly since: number
  readonly importId: string
  /** 1 when rows of the extract before could not be read, so that it may have been there before. */
  readonly mayBeOlder: number
}

const outOfBandFrom = `
  FROM glossary_entry e JOIN entitlement t ON t.id = e.entitlement_id JOIN application p ON p.id = t.application_id JOIN source s ON s.application_id = p.id
  JOIN holder_version h ON h.entitlement_id = t.id AND h.from_seq > 1 AND h.from_seq <= s.current_seq AND h.to_seq > s.current_seq
  JOIN generation g ON g.source_id = s.id AND g.seq = h.from_seq AND g.applied_at > e.created_at
  JOIN import i ON i.id = g.import_id JOIN account a ON a.id = h.account_id
  LEFT JOIN account_match m ON m.account_id = a.id AND m.to_at = 9007199254740991 LEFT JOIN person_now n ON n.identity_id = m.identity_id
  WHERE e.removed_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM request r JOIN request_item ri ON ri.request_id = r.id AND ri.entry_id = e.id AND ri.outcome = 'provisioned' AND ri.action IN ('add','change','restore')
    WHERE r.requestee_id = m.identity_id)
  AND NOT EXISTS (
    SELECT 1 FROM request_item_privilege q JOIN request_item ri ON ri.id = q.item_id AND ri.outcome = 'provisioned' JOIN request r ON r.id = ri.request_id
    WHERE q.entitlement_id = t.id AND q.access_after IS NOT NULL AND r.requestee_id = m.identity_id)`
const outOfBand = `
  SELECT p.guid AS applicationId, p.name AS application, a.guid AS accountId, a.user_name AS userName, n.guid AS personId, n.full_name AS person,
    e.idm_id AS entryId, e.display_name AS item, g.applied_at AS since, i.guid AS importId,
    EXISTS (SELECT 1 FROM unknown_in_extract u WHERE u.source_id = s.id AND u.seq = h.from_seq - 1 AND u.account_id IN (0, a.id)) AS mayBeOlder
  ${outOfBandFrom} ORDER BY g.applied_at DESC, a.id, t.id LIMIT @limit OFFSET @offset`

export const verification = {
  standing: (db: Reader, application: string) => prepared<CurrentAccess>(db, standing).get(application),
  claims: (db: Reader, application: string, extractAt: number) =>
    prepared<Claim>(db, claims).all({ application, extractAt }),
  applicationClaims: (db: Reader, application: string, extractAt: number) =>
    prepared<ApplicationClaim>(db, applicationClaims).all({ application, extractAt }),
  /** The accounts that a change may be about, those that can be used first. @param account null: any of the person's */
  accountsFound: (
    db: Reader,
    { source, seq }: CurrentAccess,
    { account, identity }: { readonly account: number | null; readonly identity: number },
  ) => prepared<AccountFound>(db, accountsFound).all({ source, seq, account, identity }),
  grantFound: (
    db: Reader,
    { source, seq }: CurrentAccess,
    { account, entitlement }: { readonly account: number; readonly entitlement: number },
  ) =>
    prepared<{ access: string; file: string | null; line: number }>(db, grantFound).get({
      source,
      seq,
      account,
      entitlement,
    }),
  /** Items whose evidence was taken back with the import that brought it. */
  groundless: (db: Reader, application: string): number[] =>
    prepared<{ item: number }>(db, groundless)
      .all(application)
      .map(({ item }) => item),
  /** Applications whose data something waits for. */
  waiting: (db: Reader): string[] =>
    prepared<{ guid: string }>(db, waiting)
      .all()
      .map(({ guid }) => guid),
  held: (db: Reader, identity: number, entitlement: number) =>
    prepared<HeldAccess>(db, held).get({ identity, entitlement }),
  /** Whether the latest extract can't tell that nobody's account of a person has something. */
  isAbsenceUnknown: (db: Reader, { source, seq }: CurrentAccess, identity: number): boolean =>
    prepared<{ unknown: number }>(db, isAbsenceUnknown).get({ source, seq, identity })?.unknown === 1,
  /** Whether a grant stands only because rows of the latest extract could not be read. */
  isGrantUnknown: (
    db: Reader,
    { source, seq }: CurrentAccess,
    grant: { readonly account: number; readonly entitlement: number },
  ): boolean => prepared<{ unknown: number }>(db, isGrantUnknown).get({ source, seq, ...grant })?.unknown === 1,
  /** Whether rows that could not be read leave open how an account is, or one entitlement of it. */
  isAccountUnknown: (
    db: Reader,
    { source, seq }: CurrentAccess,
    of: { readonly account: number; readonly entitlement: number | null; readonly isHeld: boolean },
  ): boolean =>
    prepared<{ unknown: number }>(db, isAccountUnknown).get({ source, seq, ...of, isHeld: of.isHeld ? 1 : 0 })
      ?.unknown === 1,
  outOfBand: (db: Reader, offset: number, limit: number) => prepared<OutOfBand>(db, outOfBand).all({ offset, limit }),
  countOutOfBand: (db: Reader) => prepared<{ n: number }>(db, `SELECT count(*) AS n ${outOfBandFrom}`).get()?.n ?? 0,
}
