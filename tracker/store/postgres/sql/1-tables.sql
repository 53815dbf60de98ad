-- A store on PostgreSQL (13 or newer), format 1. Run as often as wanted: what is there stays.
--
-- Events are the truth: they are only ever added, each with the hash of the chain so far, which the
-- server checks itself. Directives, units and meetings are what the events have made of them. Who may
-- see and change what is decided here, by roles and their rights, and not by the program: a
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
-- What a unit helps to, closed or not: all that its executor sees.
CREATE INDEX IF NOT EXISTS directives_seen ON tracker.directives USING gin (helpers);
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
