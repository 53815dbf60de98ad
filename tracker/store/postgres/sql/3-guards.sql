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

-- Where the chain stands: the number and the hash of the last event, 0 and '' before the first, and
-- the next id. Whoever adds to the chain needs them, even of events that he may not see.
CREATE OR REPLACE FUNCTION tracker.standing(OUT seq bigint, OUT hash text, OUT next_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT COALESCE(last.seq, 0), COALESCE(last.hash, ''),
         (SELECT COALESCE(max(id), 0) + 1 FROM tracker.directives)
  FROM (SELECT) one LEFT JOIN
       (SELECT e.seq, e.hash FROM tracker.events e ORDER BY e.seq DESC LIMIT 1) last ON true
$$;

-- The hash of an event, also of one that the login may not see: whether a commit whose answer was lost
-- was kept.
CREATE OR REPLACE FUNCTION tracker.hash_of(number bigint) RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT hash FROM tracker.events WHERE seq = number
$$;

-- An event goes on from the last one, is the server's in login and moment, and stays as it is. That of
-- an executor is a report on a directive of its unit, by the last event of the same command if it is
-- not the first; what it makes of the directive is worked out here.
CREATE OR REPLACE FUNCTION tracker.check_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  last record;
  event jsonb;
  unit text;
  state jsonb;
  today date := (now() AT TIME ZONE 'UTC')::date;
BEGIN
  PERFORM FROM tracker.turn FOR UPDATE;
  SELECT seq, hash INTO last FROM tracker.events ORDER BY seq DESC LIMIT 1;
  IF (NEW.seq = COALESCE(last.seq, 0) + 1
      AND NEW.hash = encode(
        sha256(convert_to(COALESCE(last.hash, '') || NEW.line, 'UTF8')), 'hex')) IS NOT TRUE THEN
    RAISE EXCEPTION 'event % does not go on from the last one', NEW.seq USING ERRCODE = 'TR001';
  END IF;
  event := NEW.line::jsonb;
  IF (jsonb_typeof(event -> 'seq') = 'number' AND (event ->> 'seq')::bigint = NEW.seq
      AND (event ->> 'id')::bigint IS NOT DISTINCT FROM NEW.directive
      AND event ->> 'kind' = NEW.kind) IS NOT TRUE THEN
    RAISE EXCEPTION 'event % is not what its columns say', NEW.seq USING ERRCODE = 'TR001';
  END IF;
  NEW.login := session_user;
  NEW.kept_at := now();
  IF NOT tracker.only_executes() THEN
    RETURN NEW;
  END IF;
  unit := tracker.own_unit();
  SELECT d.row INTO state FROM tracker.directives d
    WHERE d.id = NEW.directive AND (d.executor = unit OR d.helpers ? unit) FOR UPDATE;
  IF (state IS NOT NULL
      AND octet_length(NEW.line) <= 200000
      AND NEW.kind IN ('note', 'progress', 'status', 'evidence', 'measured')
      AND NEW.line = tracker.written(NEW.line::json)
      AND tracker.is_report(state, event, unit)
      AND ((event ->> 'batch')::bigint = NEW.seq OR EXISTS (
        SELECT FROM tracker.events e
        WHERE e.seq = NEW.seq - 1 AND e.login = NEW.login AND e.kept_at = NEW.kept_at
          AND e.line::jsonb -> 'batch' = event -> 'batch'
          AND (e.line::jsonb ->> 'more')::integer = (event ->> 'more')::integer + 1))
     ) IS NOT TRUE THEN
    RAISE EXCEPTION 'an executor may only report' USING ERRCODE = 'insufficient_privilege';
  END IF;
  IF ((event ->> 'on')::date BETWEEN today - (SELECT days_back FROM tracker.turn)
      AND today + 1) IS NOT TRUE THEN
    RAISE EXCEPTION 'an executor may not date events so far from today' USING ERRCODE = 'TR002';
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
  RAISE EXCEPTION 'events are only ever added' USING ERRCODE = 'insufficient_privilege';
END $$;

-- Whoever follows the store (LISTEN tracker) learns that it has changed, and nothing else.
CREATE OR REPLACE FUNCTION tracker.tell() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_notify('tracker', '');
  RETURN NULL;
END $$;

-- What an executor's events have made of a directive its program may write as well, and nothing else.
CREATE OR REPLACE FUNCTION tracker.check_report() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  owner name;
BEGIN
  SELECT pg_get_userbyid(relowner) INTO owner FROM pg_class WHERE oid = TG_RELID;
  IF current_user <> owner AND tracker.only_executes()
     AND (NEW.id, NEW.row, NEW.words) IS DISTINCT FROM (OLD.id, OLD.row, OLD.words) THEN
    RAISE EXCEPTION 'an executor may only report' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
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
DROP TRIGGER IF EXISTS tell ON tracker.events;
CREATE TRIGGER tell AFTER INSERT ON tracker.events
  FOR EACH STATEMENT EXECUTE FUNCTION tracker.tell();
DROP TRIGGER IF EXISTS check_report ON tracker.directives;
CREATE TRIGGER check_report BEFORE UPDATE ON tracker.directives
  FOR EACH ROW EXECUTE FUNCTION tracker.check_report();
