/** A user is tied to a person who is known, or to nobody. A tie of before this that leads nowhere is taken off. */
export const userIdentity = `
UPDATE user SET identity_guid = NULL WHERE identity_guid IS NOT NULL AND NOT EXISTS (SELECT 1 FROM identity i WHERE i.guid = user.identity_guid);
CREATE TRIGGER user_is_somebody_known BEFORE INSERT ON user
  WHEN NEW.identity_guid IS NOT NULL AND NOT EXISTS (SELECT 1 FROM identity i WHERE i.guid = NEW.identity_guid)
  BEGIN SELECT RAISE(ABORT, 'there is no such identity'); END;
CREATE TRIGGER user_stays_somebody_known BEFORE UPDATE OF identity_guid ON user
  WHEN NEW.identity_guid IS NOT NULL AND NOT EXISTS (SELECT 1 FROM identity i WHERE i.guid = NEW.identity_guid)
  BEGIN SELECT RAISE(ABORT, 'there is no such identity'); END;
`
