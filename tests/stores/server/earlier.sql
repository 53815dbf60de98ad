-- A store on PostgreSQL (13 or newer), format 1. Run as often as wanted: what is there stays.
--
-- Events are the truth: they are only ever added, each with the hash of the chain so far, which the
-- server checks itself. Directives, units and meetings are what the events have made of them. Who may
-- see and change what is decided here, by roles and row-level security, and not by the program: a
-- client that was tampered with gains nothing.

SET LOCAL search_path = pg_catalog, pg_temp;

-- Nobody changes a store that is brought up to date.
DO $$
BEGIN
  IF to_regclass('tracker.turn') IS NOT NULL THEN
    PERFORM FROM tracker.turn FOR UPDATE;
  END IF;
END $$;

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

-- Changes take turns by a lock on the one row, which asks for a right, so that nobody else can hold it.
-- An executor's events may count for a day at most so many days back.
CREATE TABLE IF NOT EXISTS tracker.turn (
  one boolean PRIMARY KEY DEFAULT true CHECK (one),
  days_back integer NOT NULL DEFAULT 3
);
INSERT INTO tracker.turn DEFAULT VALUES ON CONFLICT DO NOTHING;

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
  row jsonb
);
DO $$
BEGIN
  -- The columns of an earlier form, which had no words.
  IF EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'tracker.directives'::regclass
             AND attname = 'due' AND NOT attisdropped)
     AND NOT EXISTS (SELECT FROM pg_attribute WHERE attrelid = 'tracker.directives'::regclass
                     AND attname = 'words' AND NOT attisdropped) THEN
    ALTER TABLE tracker.directives
      DROP COLUMN status CASCADE, DROP COLUMN is_open CASCADE, DROP COLUMN executor CASCADE,
      DROP COLUMN helpers CASCADE, DROP COLUMN theme CASCADE, DROP COLUMN meeting CASCADE,
      DROP COLUMN due CASCADE;
  END IF;
END $$;
ALTER TABLE tracker.directives
  ADD COLUMN IF NOT EXISTS words text,
  ADD COLUMN IF NOT EXISTS status text COLLATE "C"
    GENERATED ALWAYS AS (row ->> 'status') STORED,
  ADD COLUMN IF NOT EXISTS is_open boolean
    GENERATED ALWAYS AS (row ->> 'status' NOT IN ('executed', 'withdrawn')) STORED,
  ADD COLUMN IF NOT EXISTS executor text COLLATE "C"
    GENERATED ALWAYS AS (row ->> 'executor') STORED,
  ADD COLUMN IF NOT EXISTS helpers jsonb
    GENERATED ALWAYS AS (COALESCE(row -> 'co', '[]')) STORED,
  ADD COLUMN IF NOT EXISTS theme text COLLATE "C"
    GENERATED ALWAYS AS (row ->> 'theme') STORED,
  ADD COLUMN IF NOT EXISTS meeting text COLLATE "C"
    GENERATED ALWAYS AS (row ->> 'meeting') STORED,
  ADD COLUMN IF NOT EXISTS item text COLLATE "C"
    GENERATED ALWAYS AS (row ->> 'item') STORED,
  ADD COLUMN IF NOT EXISTS due text COLLATE "C"
    GENERATED ALWAYS AS (row ->> 'due') STORED,
  ADD COLUMN IF NOT EXISTS submitted text COLLATE "C"
    GENERATED ALWAYS AS (row ->> 'submitted') STORED,
  ADD COLUMN IF NOT EXISTS touched text COLLATE "C"
    GENERATED ALWAYS AS (row ->> 'touched') STORED,
  ADD COLUMN IF NOT EXISTS news text COLLATE "C"
    GENERATED ALWAYS AS (COALESCE(row ->> 'news', row ->> 'touched')) STORED,
  ADD COLUMN IF NOT EXISTS progress integer
    GENERATED ALWAYS AS ((row ->> 'progress')::integer) STORED;
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
-- Counts by unit and by theme are read from these alone (many rows are alike in them, so they are
-- small), what constant directives and helpers add from those few.
DROP INDEX IF EXISTS tracker.directives_counts;
CREATE INDEX IF NOT EXISTS directives_by_unit
  ON tracker.directives (executor, status, due, submitted) WHERE status IS NOT NULL;
CREATE INDEX IF NOT EXISTS directives_by_theme
  ON tracker.directives (theme, status, due, submitted) WHERE status IS NOT NULL;
CREATE INDEX IF NOT EXISTS directives_periods ON tracker.directives (id) WHERE row ? 'accepted';
CREATE INDEX IF NOT EXISTS directives_measured ON tracker.directives (id)
  WHERE row ? 'indicators';
CREATE INDEX IF NOT EXISTS directives_helped ON tracker.directives (id)
  WHERE is_open AND helpers <> '[]';

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
-- Which directives were decided on in a period.
CREATE INDEX IF NOT EXISTS events_decisions
  ON tracker.events (((line::jsonb ->> 'on') COLLATE "C"), directive) WHERE kind IN ('status', 'due');
-- What a report is, and what it makes of a directive: the one thing that an executor may write. The
-- program says the same in `domain/event.py`; a test has both work out the same reports.

-- A report's event as the program writes it: fields in their order, none twice, no space between them.
-- NULL for any other. Only a measured number is left as it is written.
CREATE OR REPLACE FUNCTION tracker.written(event json) RETURNS text
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT '{"seq":' || (event ->> 'seq')::bigint || ',"batch":' || (event ->> 'batch')::bigint
    || ',"id":' || (event ->> 'id')::bigint || ',"at":' || to_json(event ->> 'at')
    || ',"on":' || to_json(event ->> 'on') || ',"actor":' || to_json(event ->> 'actor')
    || ',"kind":' || to_json(event ->> 'kind') || ',"change":' || (
      SELECT CASE event ->> 'kind'
        WHEN 'note' THEN '{' || concat_ws(',',
          '"text":' || to_json(change ->> 'text'), '"unit":' || to_json(change ->> 'unit')) || '}'
        WHEN 'progress' THEN '{' || concat_ws(',',
          '"from":' || (change ->> 'from')::bigint, '"to":' || (change ->> 'to')::bigint) || '}'
        WHEN 'status' THEN '{"from":' || to_json(change ->> 'from')
          || ',"to":' || to_json(change ->> 'to') || '}'
        WHEN 'evidence' THEN '{"name":' || to_json(change ->> 'name')
          || ',"where":' || to_json(change ->> 'where') || ',"on":' || to_json(change ->> 'on')
          || COALESCE(',"size":' || (change ->> 'size')::bigint, '')
          || COALESCE(',"sha256":' || to_json(change ->> 'sha256'), '') || '}'
        WHEN 'measured' THEN '{"key":' || to_json(change ->> 'key') || ',"names":{' || (
            SELECT string_agg(to_json(named.key) || ':' || to_json(named.value), ',' ORDER BY n)
            FROM json_each_text(change -> 'names') WITH ORDINALITY named(key, value, n))
          || '},"reading":[' || to_json(change -> 'reading' ->> 0) || ','
          || (change -> 'reading' ->> 1) || ']}'
        END
      FROM (SELECT event -> 'change' AS change) it)
    || COALESCE(',"reason":' || to_json(event ->> 'reason'), '')
    || ',"more":' || (event ->> 'more')::bigint || '}'
$$;

CREATE OR REPLACE FUNCTION tracker.is_day(day text) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT day ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' AND to_char(day::date, 'YYYY-MM-DD') = day
$$;

CREATE OR REPLACE FUNCTION tracker.is_whole(number text, most numeric) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT number ~ '^(0|[1-9][0-9]{0,15})$' AND number::numeric <= most
$$;

CREATE OR REPLACE FUNCTION tracker.is_text(words text, most integer) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT length(words) BETWEEN 1 AND most
$$;

-- Whether the event of a report on this directive is in order; not true for one that is not.
CREATE OR REPLACE FUNCTION tracker.is_report(state jsonb, event jsonb, unit text) RETURNS boolean
LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp SET extra_float_digits = 1 AS $$
DECLARE
  change jsonb := event -> 'change';
  status text := state ->> 'status';
BEGIN
  RETURN tracker.is_whole(event ->> 'batch', 1e15) AND tracker.is_whole(event ->> 'more', 1e6)
    AND event ->> 'at' ~ '^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{6})?Z$'
    AND to_char((event ->> 'at')::timestamptz AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')
        = left(event ->> 'at', 19)
    AND tracker.is_day(event ->> 'on')
    AND tracker.is_text(event ->> 'actor', 200)
    AND COALESCE(tracker.is_text(event ->> 'reason', 10000), true)
    AND CASE event ->> 'kind'
      WHEN 'note' THEN
        COALESCE(tracker.is_text(change ->> 'text', 10000), true)
        AND COALESCE(change ->> 'unit' = unit, true)
      WHEN 'progress' THEN
        status NOT IN ('executed', 'withdrawn')
        AND change -> 'from' IS NOT DISTINCT FROM state -> 'progress'
        AND tracker.is_whole(change ->> 'to', 100)
      WHEN 'status' THEN
        change ->> 'from' = status
        AND (status, change ->> 'to') IN (
          ('assigned', 'in_progress'), ('assigned', 'submitted'), ('in_progress', 'submitted'),
          ('returned', 'in_progress'), ('returned', 'submitted'))
      WHEN 'evidence' THEN
        tracker.is_text(change ->> 'name', 10000) AND tracker.is_text(change ->> 'where', 10000)
        AND change ->> 'on' = event ->> 'on'
        AND COALESCE(tracker.is_whole(change ->> 'size', 9007199254740991), true)
        AND COALESCE(change ->> 'sha256' ~ '^[0-9a-f]{64}$', true)
      WHEN 'measured' THEN
        tracker.is_text(change ->> 'key', 10000)
        AND change -> 'names' <> '{}' AND (change -> 'names') - ARRAY['kk', 'ru', 'en'] = '{}'
        AND length(change ->> 'names') <= 40000
        AND jsonb_array_length(change -> 'reading') = 2
        AND tracker.is_day(change -> 'reading' ->> 0)
        AND jsonb_typeof(change -> 'reading' -> 1) = 'number'
        AND abs((change -> 'reading' ->> 1)::numeric) < 1e15
        AND (change -> 'reading' ->> 1)::float8::text::numeric
            = (change -> 'reading' ->> 1)::numeric
      END;
END $$;

-- The directive's row after a report, worked out here as the program works it out.
CREATE OR REPLACE FUNCTION tracker.reported(state jsonb, event jsonb) RETURNS jsonb
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  change jsonb := event -> 'change';
  day jsonb := event -> 'on';
  heard text;
  known jsonb;
  others jsonb;
BEGIN
  CASE event ->> 'kind'
    WHEN 'note' THEN
      heard := change ->> 'unit';
    WHEN 'progress' THEN
      heard := state ->> 'executor';
      state := state || jsonb_build_object('progress', change -> 'to');
      IF state ->> 'status' = 'assigned' AND (change ->> 'to')::integer > 0 THEN
        state := state || '{"status": "in_progress"}';
      END IF;
    WHEN 'status' THEN
      state := state || jsonb_build_object('status', change -> 'to');
      IF change ->> 'to' = 'submitted' THEN
        heard := state ->> 'executor';
        state := state || jsonb_build_object('submitted', day);
      ELSE
        state := state - 'submitted';
      END IF;
    WHEN 'evidence' THEN
      state := jsonb_set(state, '{evidence}', COALESCE(state -> 'evidence', '[]') || change);
    WHEN 'measured' THEN
      known := COALESCE(state -> 'indicators', '[]');
      IF NOT known @> jsonb_build_array(jsonb_build_object('key', change -> 'key')) THEN
        known := known || (change - 'reading');
      END IF;
      state := jsonb_set(state, '{indicators}', (
        SELECT jsonb_agg(CASE WHEN i -> 'key' <> change -> 'key' THEN i ELSE
          jsonb_set(i, '{readings}', (
            SELECT jsonb_agg(r ORDER BY (r ->> 0) COLLATE "C")
            FROM (SELECT r FROM jsonb_array_elements(COALESCE(i -> 'readings', '[]')) r
                  WHERE r -> 0 <> change -> 'reading' -> 0
                  UNION ALL SELECT change -> 'reading') readings)) END ORDER BY n)
        FROM jsonb_array_elements(known) WITH ORDINALITY each(i, n)));
  END CASE;
  others := COALESCE(state -> 'heard', '[]');
  IF heard IS NOT NULL AND NOT others ? heard THEN
    state := jsonb_set(state, '{heard}', others || to_jsonb(heard));
  END IF;
  RETURN state
    || jsonb_build_object('touched', day, 'news', day, 'version', event -> 'seq');
END $$;
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
-- Who may see and change which rows, and which columns.

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
GRANT SELECT, UPDATE (one) ON tracker.turn TO tracker_controller, tracker_executor;
GRANT SELECT ON tracker.turn TO tracker_reader;
GRANT INSERT, UPDATE, DELETE ON tracker.units, tracker.meetings TO tracker_controller;
GRANT INSERT (id, row, words), UPDATE (row, words) ON tracker.directives TO tracker_controller;
GRANT UPDATE (row) ON tracker.directives TO tracker_executor;
GRANT INSERT (seq, directive, kind, line, hash) ON tracker.events
  TO tracker_controller, tracker_executor;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA tracker FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tracker.own_unit(), tracker.only_executes(), tracker.standing(),
  tracker.hash_of(bigint) TO tracker_controller, tracker_executor, tracker_reader;

-- All of it is of one owner, also what another administrator has added: it is for him that functions
-- act, and by him that the server's own changes are known.
DO $$
DECLARE
  owner name;
  thing text;
BEGIN
  SELECT pg_get_userbyid(nspowner) INTO owner FROM pg_namespace WHERE nspname = 'tracker';
  FOR thing IN
    SELECT format('FUNCTION %s', oid::regprocedure) FROM pg_proc
      WHERE pronamespace = 'tracker'::regnamespace AND pg_get_userbyid(proowner) <> owner
    UNION ALL SELECT format('TABLE %s', oid::regclass) FROM pg_class
      WHERE relnamespace = 'tracker'::regnamespace AND relkind = 'r'
        AND pg_get_userbyid(relowner) <> owner
  LOOP
    EXECUTE format('ALTER %s OWNER TO %I', thing, owner);
  END LOOP;
END $$;
