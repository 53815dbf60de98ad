-- What the server looks at before it takes anything, whoever sends it.

-- The unit that the session's login executes for; null for none.
CREATE OR REPLACE FUNCTION tracker.own_unit() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT unit FROM tracker.members WHERE login = session_user
$$;

-- Whether the session's login only executes: it may report, and nothing else.
CREATE OR REPLACE FUNCTION tracker.only_executes() RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT pg_has_role(session_user, 'tracker_executor', 'member')
     AND NOT pg_has_role(session_user, 'tracker_controller', 'member')
$$;

-- Waits until nobody else changes the store, and lets nobody else until the transaction ends.
CREATE OR REPLACE FUNCTION tracker.take_turn() RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM FROM tracker.turn FOR UPDATE;
END $$;

-- Where the chain stands: the number and the hash of the last event, 0 and '' before the first, and
-- the next id. Whoever adds an event needs its number, which tells how many there are. An executor gets
-- no hash, also not that of an event that it sees: a hash is one of all lines before it, and whoever has
-- it can try out what a hidden line says. So the server works out the hashes of executors' events. They
-- add no directives, and learn of no id beyond those that they see.
DROP FUNCTION IF EXISTS tracker.standing(), tracker.hash_of(bigint);
CREATE OR REPLACE FUNCTION tracker.stands(OUT seq bigint, OUT hash text, OUT next_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT COALESCE(last.seq, 0),
         CASE WHEN NOT of.executor THEN COALESCE(last.hash, '') END,
         (SELECT COALESCE(max(d.id), 0) + 1 FROM tracker.directives d
          WHERE NOT of.executor OR d.executor = of.unit OR d.helpers ? of.unit)
  FROM (SELECT tracker.only_executes() AS executor, tracker.own_unit() AS unit) of LEFT JOIN
       (SELECT e.seq, e.hash FROM tracker.events e ORDER BY e.seq DESC LIMIT 1) last ON true
$$;

-- What earlier versions of the program ask before they change anything: they would go on from a hash.
-- It gives back something else than theirs did, so that their SQL does not make it again either.
CREATE FUNCTION tracker.standing() RETURNS TABLE (seq bigint, hash text, next_id bigint)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'this store needs a newer version of tracker';
END $$;

-- Whether an event is there that the session's own login has added, by its number and the SHA-256 of
-- its line (64 hexadecimal digits): whether a commit whose answer was lost was kept. Of what others have
-- added, and of a line that is not known letter by letter, it tells nothing.
CREATE OR REPLACE FUNCTION tracker.is_mine(number bigint, digest text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (
    SELECT FROM tracker.events e
    WHERE e.seq = number AND e.login = session_user
      AND encode(sha256(convert_to(e.line, 'UTF8')), 'hex') = digest)
$$;

-- The moment that all events bear that came with a whole store that was moved here; null for none. Those
-- are several commands at once, and it says when they arrived, not when they happened.
CREATE OR REPLACE FUNCTION tracker.arrived() RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT first.kept_at FROM tracker.events first
  WHERE first.seq = 1 AND EXISTS (
    SELECT FROM tracker.events other
    WHERE other.seq = COALESCE((first.line::jsonb ->> 'more')::bigint, 0) + 2
      AND other.kept_at = first.kept_at)
$$;

-- Whether an executor may give this reading: that day has none yet, or has one that its unit gave. What
-- the controller or another unit has entered is theirs.
CREATE OR REPLACE FUNCTION tracker.may_read(state jsonb, event jsonb, own_unit text) RETURNS boolean
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp AS $$
  SELECT NOT EXISTS (
    SELECT FROM jsonb_array_elements(COALESCE(state -> 'indicators', '[]')) known,
                jsonb_array_elements(COALESCE(known -> 'readings', '[]')) reading
    WHERE known -> 'key' = event -> 'change' -> 'key'
      AND reading -> 0 = event -> 'change' -> 'reading' -> 0
      AND (SELECT e.line::jsonb -> 'change' -> 'reading' = reading
              AND (e.login = session_user OR EXISTS (
                SELECT FROM tracker.members m WHERE m.login = e.login AND m.unit = own_unit))
           FROM tracker.events e
           WHERE e.directive = (event ->> 'id')::bigint AND e.kind = 'measured'
             AND e.line::jsonb -> 'change' -> 'key' = known -> 'key'
             AND e.line::jsonb -> 'change' -> 'reading' -> 0 = reading -> 0
           ORDER BY e.seq DESC LIMIT 1) IS NOT TRUE)
$$;

-- An event goes on from the last one, is the server's in login and moment, and stays as it is. The
-- moment is that of the taking in, and not of a transaction that may have been open for days; one for
-- all that a transaction adds. An executor's event is a report on a directive of its unit, by the last
-- event of the same command if it is not the first; what it makes of the directive is worked out here.
CREATE OR REPLACE FUNCTION tracker.check_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  executes boolean := tracker.only_executes();
  last record;
  event jsonb;
  digest text;
  unit text;
  state jsonb;
  today date;
BEGIN
  -- Before anybody has to wait for it.
  IF executes AND octet_length(NEW.line) > 200000 THEN
    RAISE EXCEPTION 'an executor may only report' USING ERRCODE = 'insufficient_privilege';
  END IF;
  PERFORM FROM tracker.turn FOR UPDATE;
  SELECT seq, hash, kept_at, xmin = pg_current_xact_id()::xid AS is_ours INTO last
    FROM tracker.events ORDER BY seq DESC LIMIT 1;
  digest := encode(sha256(convert_to(COALESCE(last.hash, '') || NEW.line, 'UTF8')), 'hex');
  IF (NEW.seq = COALESCE(last.seq, 0) + 1 AND (executes OR NEW.hash = digest)) IS NOT TRUE THEN
    RAISE EXCEPTION 'event % does not go on from the last one', NEW.seq USING ERRCODE = 'TR001';
  END IF;
  NEW.hash := digest;
  event := NEW.line::jsonb;
  IF (jsonb_typeof(event -> 'seq') = 'number' AND (event ->> 'seq')::bigint = NEW.seq
      AND (event ->> 'id')::bigint IS NOT DISTINCT FROM NEW.directive
      AND event ->> 'kind' = NEW.kind) IS NOT TRUE THEN
    RAISE EXCEPTION 'event % is not what its columns say', NEW.seq USING ERRCODE = 'TR001';
  END IF;
  NEW.login := session_user;
  NEW.kept_at := CASE WHEN last.is_ours THEN last.kept_at ELSE clock_timestamp() END;
  IF NOT executes THEN
    RETURN NEW;
  END IF;
  unit := tracker.own_unit();
  SELECT d.row INTO state FROM tracker.directives d
    WHERE d.id = NEW.directive AND (d.executor = unit OR d.helpers ? unit) FOR UPDATE;
  IF (state IS NOT NULL
      AND NEW.kind IN ('note', 'progress', 'status', 'evidence', 'measured')
      AND NEW.line = tracker.written(NEW.line::json)
      AND tracker.is_report(state, event, unit)
      AND ((event ->> 'batch')::bigint = NEW.seq OR EXISTS (
        SELECT FROM tracker.events e
        WHERE last.is_ours AND e.seq = last.seq AND e.login = NEW.login
          AND e.line::jsonb -> 'batch' = event -> 'batch'
          AND (e.line::jsonb ->> 'more')::integer = (event ->> 'more')::integer + 1))
     ) IS NOT TRUE THEN
    RAISE EXCEPTION 'an executor may only report' USING ERRCODE = 'insufficient_privilege';
  END IF;
  today := (NEW.kept_at AT TIME ZONE 'UTC')::date;
  IF ((event ->> 'on')::date BETWEEN today - (SELECT days_back FROM tracker.turn)
      AND today + 1) IS NOT TRUE THEN
    RAISE EXCEPTION 'an executor may not date events so far from today' USING ERRCODE = 'TR002';
  END IF;
  IF NEW.kind = 'measured' AND tracker.may_read(state, event, unit) IS NOT TRUE THEN
    RAISE EXCEPTION 'an executor may not replace a reading of others' USING ERRCODE = 'TR003';
  END IF;
  UPDATE tracker.directives SET row = tracker.reported(state, event) WHERE id = NEW.directive;
  RETURN NEW;
END $$;

-- An event that says that more of its command follow is followed by them when all is kept.
CREATE OR REPLACE FUNCTION tracker.check_command() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  event jsonb := NEW.line::jsonb;
BEGIN
  IF event ->> 'more' <> '0' AND NOT EXISTS (
       SELECT FROM tracker.events e
       WHERE e.seq = NEW.seq + 1 AND e.line::jsonb -> 'batch' = event -> 'batch') THEN
    RAISE EXCEPTION 'event % is not the last of its command', NEW.seq USING ERRCODE = 'TR001';
  END IF;
  RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION tracker.refuse() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION '% is not for anybody to change', TG_TABLE_NAME USING ERRCODE = 'insufficient_privilege';
END $$;

-- Whoever follows the store (LISTEN tracker) learns that it has changed, and nothing else.
CREATE OR REPLACE FUNCTION tracker.tell() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_notify('tracker', '');
  RETURN NULL;
END $$;

DROP TRIGGER IF EXISTS check_event ON tracker.events;
CREATE TRIGGER check_event BEFORE INSERT ON tracker.events
  FOR EACH ROW EXECUTE FUNCTION tracker.check_event();
DROP TRIGGER IF EXISTS check_command ON tracker.events;
CREATE CONSTRAINT TRIGGER check_command AFTER INSERT ON tracker.events
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (tracker.only_executes())
  EXECUTE FUNCTION tracker.check_command();
DROP TRIGGER IF EXISTS only_added ON tracker.events;
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON tracker.events
  FOR EACH STATEMENT EXECUTE FUNCTION tracker.refuse();
-- The right to lock the turn is one to write it, which would fill its table with what was there before.
-- It is not made anew: taking it away would have to wait for those who wait for the turn.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_trigger
                 WHERE tgrelid = 'tracker.turn'::regclass AND tgname = 'only_locked') THEN
    CREATE TRIGGER only_locked BEFORE UPDATE OF one ON tracker.turn
      FOR EACH STATEMENT EXECUTE FUNCTION tracker.refuse();
  END IF;
END $$;
DROP TRIGGER IF EXISTS tell ON tracker.events;
CREATE TRIGGER tell AFTER INSERT ON tracker.events
  FOR EACH STATEMENT EXECUTE FUNCTION tracker.tell();
-- Executors wrote rows themselves once, and were held to what their events make.
DROP TRIGGER IF EXISTS check_report ON tracker.directives;
DROP FUNCTION IF EXISTS tracker.check_report();
