-- A store on PostgreSQL (13 or newer), format 1. Run as often as wanted: what is there stays.
--
-- Events are the truth: they are only ever added, each with the hash of the chain so far, which the
-- server checks itself. Directives, units and meetings are what the events have made of them. Who may
-- see and change what is decided here, by roles and row-level security, and not by the program: a
-- client that was tampered with gains nothing.

CREATE SCHEMA IF NOT EXISTS tracker;

DO $$
DECLARE role text;
BEGIN
  FOREACH role IN ARRAY ARRAY['tracker_controller', 'tracker_executor', 'tracker_reader'] LOOP
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = role) THEN
      EXECUTE format('CREATE ROLE %I NOLOGIN', role);
    END IF;
  END LOOP;
END $$;

-- Which unit a login executes for.
CREATE TABLE IF NOT EXISTS tracker.members (
  login text PRIMARY KEY,
  unit text NOT NULL
);

CREATE TABLE IF NOT EXISTS tracker.units (
  key text PRIMARY KEY,
  row jsonb NOT NULL
);

CREATE TABLE IF NOT EXISTS tracker.meetings (
  id text PRIMARY KEY,
  row jsonb NOT NULL
);

-- A directive that was taken off as if never entered keeps its id, without a row. The columns behind
-- the row are what lists filter, sort and count by; days stay ISO texts, which sort as they should, and
-- texts are compared by their code points, as the program does. `words` are the wordings as the program
-- compares them, one a line.
CREATE TABLE IF NOT EXISTS tracker.directives (
  id bigint PRIMARY KEY CHECK (id > 0),
  row jsonb,
  words text,
  status text COLLATE "C" GENERATED ALWAYS AS (row ->> 'status') STORED,
  is_open boolean GENERATED ALWAYS AS (row ->> 'status' NOT IN ('executed', 'withdrawn')) STORED,
  executor text COLLATE "C" GENERATED ALWAYS AS (row ->> 'executor') STORED,
  helpers jsonb GENERATED ALWAYS AS (COALESCE(row -> 'co', '[]')) STORED,
  theme text COLLATE "C" GENERATED ALWAYS AS (row ->> 'theme') STORED,
  meeting text COLLATE "C" GENERATED ALWAYS AS (row ->> 'meeting') STORED,
  item text COLLATE "C" GENERATED ALWAYS AS (row ->> 'item') STORED,
  due text COLLATE "C" GENERATED ALWAYS AS (row ->> 'due') STORED,
  submitted text COLLATE "C" GENERATED ALWAYS AS (row ->> 'submitted') STORED,
  touched text COLLATE "C" GENERATED ALWAYS AS (row ->> 'touched') STORED,
  news text COLLATE "C" GENERATED ALWAYS AS (COALESCE(row ->> 'news', row ->> 'touched')) STORED,
  progress integer GENERATED ALWAYS AS ((row ->> 'progress')::integer) STORED
);
-- Lists of what is on control: by date, by unit, by who helps, by last change.
CREATE INDEX IF NOT EXISTS directives_due ON tracker.directives (due, id) WHERE is_open;
CREATE INDEX IF NOT EXISTS directives_executor ON tracker.directives (executor, due, id) WHERE is_open;
CREATE INDEX IF NOT EXISTS directives_helpers ON tracker.directives USING gin (helpers) WHERE is_open;
CREATE INDEX IF NOT EXISTS directives_touched ON tracker.directives (touched, id) WHERE is_open;
-- What waits, and what was silent for long: the overview.
CREATE INDEX IF NOT EXISTS directives_waiting ON tracker.directives (id) WHERE status = 'submitted';
CREATE INDEX IF NOT EXISTS directives_news ON tracker.directives (news) WHERE is_open;
-- A meeting's items.
CREATE INDEX IF NOT EXISTS directives_meeting ON tracker.directives (meeting, item);
-- Counts of all, which are read from these two alone.
CREATE INDEX IF NOT EXISTS directives_counts
  ON tracker.directives (executor, status, theme, meeting, due, submitted) WHERE status IS NOT NULL;
CREATE INDEX IF NOT EXISTS directives_periods ON tracker.directives (id) WHERE row ? 'accepted';

-- The line is the event's JSON as it was hashed. The login is the server's word, not the client's.
CREATE TABLE IF NOT EXISTS tracker.events (
  seq bigint PRIMARY KEY,
  directive bigint,
  kind text NOT NULL,
  line text NOT NULL,
  hash text NOT NULL,
  login text NOT NULL,
  kept_at timestamptz NOT NULL
);
CREATE INDEX IF NOT EXISTS events_directive ON tracker.events (directive, seq);

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

-- An event goes on from the last one, is the server's in login and moment, and stays as it is.
CREATE OR REPLACE FUNCTION tracker.check_event() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  last record;
  change jsonb;
BEGIN
  SELECT * INTO last FROM tracker.standing();
  IF NEW.seq <> last.seq + 1
     OR NEW.hash <> encode(sha256(convert_to(last.hash || NEW.line, 'UTF8')), 'hex') THEN
    RAISE EXCEPTION 'event % does not go on from the last one', NEW.seq USING ERRCODE = 'TR001';
  END IF;
  change := NEW.line::jsonb;
  IF (change ->> 'seq')::bigint IS DISTINCT FROM NEW.seq
     OR (change ->> 'id')::bigint IS DISTINCT FROM NEW.directive
     OR change ->> 'kind' IS DISTINCT FROM NEW.kind THEN
    RAISE EXCEPTION 'event % is not what its columns say', NEW.seq USING ERRCODE = 'TR001';
  END IF;
  IF tracker.only_executes() AND NOT (
       NEW.kind IN ('note', 'progress', 'evidence', 'measured')
       OR NEW.kind = 'status' AND change -> 'change' ->> 'to' IN ('in_progress', 'submitted')) THEN
    RAISE EXCEPTION 'an executor may only report' USING ERRCODE = 'insufficient_privilege';
  END IF;
  NEW.login := session_user;
  NEW.kept_at := now();
  RETURN NEW;
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

-- What a report may touch: all else of a directive stays as it is, and it is not taken off control.
CREATE OR REPLACE FUNCTION tracker.check_report() RETURNS trigger
LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  reported CONSTANT text[] := ARRAY['status', 'progress', 'heard', 'evidence', 'indicators',
                                    'submitted', 'touched', 'version', 'news'];
BEGIN
  IF tracker.only_executes() AND (
       NEW.id <> OLD.id OR NEW.row IS NULL OR OLD.row IS NULL
       OR NEW.row - reported IS DISTINCT FROM OLD.row - reported
       OR NEW.row ->> 'status' <> OLD.row ->> 'status' AND (
            NEW.row ->> 'status' NOT IN ('in_progress', 'submitted')
            OR OLD.row ->> 'status' NOT IN ('assigned', 'in_progress', 'returned'))) THEN
    RAISE EXCEPTION 'an executor may only report' USING ERRCODE = 'insufficient_privilege';
  END IF;
  RETURN NEW;
END $$;

DROP TRIGGER IF EXISTS check_event ON tracker.events;
CREATE TRIGGER check_event BEFORE INSERT ON tracker.events
  FOR EACH ROW EXECUTE FUNCTION tracker.check_event();
DROP TRIGGER IF EXISTS only_added ON tracker.events;
CREATE TRIGGER only_added BEFORE UPDATE OR DELETE OR TRUNCATE ON tracker.events
  FOR EACH STATEMENT EXECUTE FUNCTION tracker.refuse();
DROP TRIGGER IF EXISTS tell ON tracker.events;
CREATE TRIGGER tell AFTER INSERT ON tracker.events
  FOR EACH STATEMENT EXECUTE FUNCTION tracker.tell();
DROP TRIGGER IF EXISTS check_report ON tracker.directives;
CREATE TRIGGER check_report BEFORE UPDATE ON tracker.directives
  FOR EACH ROW EXECUTE FUNCTION tracker.check_report();

ALTER TABLE tracker.directives ENABLE ROW LEVEL SECURITY;
ALTER TABLE tracker.events ENABLE ROW LEVEL SECURITY;
ALTER TABLE tracker.members ENABLE ROW LEVEL SECURITY;

DROP POLICY IF EXISTS controls ON tracker.directives;
CREATE POLICY controls ON tracker.directives TO tracker_controller USING (true) WITH CHECK (true);
DROP POLICY IF EXISTS reads ON tracker.directives;
CREATE POLICY reads ON tracker.directives FOR SELECT TO tracker_reader USING (true);
DROP POLICY IF EXISTS executes ON tracker.directives;
CREATE POLICY executes ON tracker.directives FOR SELECT TO tracker_executor
  USING (executor = (SELECT tracker.own_unit()) OR helpers ? (SELECT tracker.own_unit()));
DROP POLICY IF EXISTS reports ON tracker.directives;
CREATE POLICY reports ON tracker.directives FOR UPDATE TO tracker_executor
  USING (executor = (SELECT tracker.own_unit()) OR helpers ? (SELECT tracker.own_unit()))
  WITH CHECK (executor = (SELECT tracker.own_unit()) OR helpers ? (SELECT tracker.own_unit()));

DROP POLICY IF EXISTS controls ON tracker.events;
CREATE POLICY controls ON tracker.events FOR SELECT TO tracker_controller USING (true);
DROP POLICY IF EXISTS adds ON tracker.events;
CREATE POLICY adds ON tracker.events FOR INSERT TO tracker_controller WITH CHECK (true);
DROP POLICY IF EXISTS reads ON tracker.events;
CREATE POLICY reads ON tracker.events FOR SELECT TO tracker_reader USING (true);
DROP POLICY IF EXISTS executes ON tracker.events;
CREATE POLICY executes ON tracker.events FOR SELECT TO tracker_executor
  USING (EXISTS (SELECT FROM tracker.directives d WHERE d.id = directive));
DROP POLICY IF EXISTS reports ON tracker.events;
CREATE POLICY reports ON tracker.events FOR INSERT TO tracker_executor
  WITH CHECK (EXISTS (SELECT FROM tracker.directives d WHERE d.id = directive));

DROP POLICY IF EXISTS controls ON tracker.members;
CREATE POLICY controls ON tracker.members FOR SELECT TO tracker_controller USING (true);

REVOKE ALL ON SCHEMA tracker FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA tracker FROM PUBLIC;
GRANT USAGE ON SCHEMA tracker TO tracker_controller, tracker_executor, tracker_reader;
GRANT SELECT ON tracker.units, tracker.meetings, tracker.directives, tracker.events
  TO tracker_controller, tracker_executor, tracker_reader;
GRANT SELECT ON tracker.members TO tracker_controller;
GRANT INSERT, UPDATE, DELETE ON tracker.units, tracker.meetings TO tracker_controller;
GRANT INSERT (id, row, words), UPDATE (row, words) ON tracker.directives TO tracker_controller;
GRANT UPDATE (row) ON tracker.directives TO tracker_executor;
GRANT INSERT (seq, directive, kind, line, hash) ON tracker.events
  TO tracker_controller, tracker_executor;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA tracker FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tracker.own_unit(), tracker.only_executes(), tracker.standing()
  TO tracker_controller, tracker_executor, tracker_reader;
