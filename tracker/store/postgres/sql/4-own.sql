-- All that an executor may use: directives and events of its unit, units, meetings, and where the chain
-- stands, under the names that they have in `tracker`.
--
-- It gets them from functions and has no right to the tables themselves, which row-level security alone
-- would leave it: whoever may ask a table has EXPLAIN tell how many of its rows meet a condition, also
-- rows that he does not see, and so can try out, letter by letter, what stands in them. All of this
-- schema is made anew each time.

DROP SCHEMA IF EXISTS tracker_own CASCADE;
CREATE SCHEMA tracker_own;

CREATE FUNCTION tracker_own.all_directives() RETURNS TABLE (
  id bigint, "row" jsonb, words text, status text, is_open boolean, executor text, helpers jsonb,
  theme text, meeting text, item text, due text, submitted text, touched text, news text,
  progress integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT d.id, d.row, d.words, d.status, d.is_open, d.executor, d.helpers, d.theme, d.meeting, d.item,
         d.due, d.submitted, d.touched, d.news, d.progress
  FROM tracker.directives d
  WHERE d.executor = (SELECT unit FROM tracker.members WHERE login = session_user)
     OR d.helpers ? (SELECT unit FROM tracker.members WHERE login = session_user)
$$;

-- Events come without their hashes: see `tracker.stands`.
CREATE FUNCTION tracker_own.all_events() RETURNS TABLE (
  seq bigint, directive bigint, kind text, line text, login text, kept_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT e.seq, e.directive, e.kind, e.line, e.login, e.kept_at
  FROM tracker.directives d JOIN tracker.events e ON e.directive = d.id
  WHERE d.executor = (SELECT unit FROM tracker.members WHERE login = session_user)
     OR d.helpers ? (SELECT unit FROM tracker.members WHERE login = session_user)
$$;

-- Whether the directive is the executor's does not hang on any event (`of_directive`, not `e.directive`): so
-- it is asked first, and hidden events are not even looked for. What the server reads it counts for whoever
-- asks (pg_stat_xact_user_tables, EXPLAIN with BUFFERS).
CREATE FUNCTION tracker_own.events_of(of_directive bigint) RETURNS TABLE (
  seq bigint, directive bigint, kind text, line text, login text, kept_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT e.seq, e.directive, e.kind, e.line, e.login, e.kept_at
  FROM tracker.events e
  WHERE e.directive = of_directive AND EXISTS (
    SELECT FROM tracker.directives d JOIN tracker.members m ON m.login = session_user
    WHERE d.id = of_directive AND (d.executor = m.unit OR d.helpers ? m.unit))
$$;

-- Texts are compared by their code points, as in the table.
CREATE VIEW tracker_own.directives AS
  SELECT id, "row", words, status COLLATE "C", is_open, executor COLLATE "C", helpers,
         theme COLLATE "C", meeting COLLATE "C", item COLLATE "C", due COLLATE "C",
         submitted COLLATE "C", touched COLLATE "C", news COLLATE "C", progress
  FROM tracker_own.all_directives();
CREATE VIEW tracker_own.events AS SELECT * FROM tracker_own.all_events();
CREATE VIEW tracker_own.units AS SELECT * FROM tracker.units;
CREATE VIEW tracker_own.meetings AS SELECT * FROM tracker.meetings;

-- An executor's report; `tracker.check_event` looks at each.
CREATE OR REPLACE FUNCTION tracker.report() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO tracker.events (seq, directive, kind, line)
    VALUES (NEW.seq, NEW.directive, NEW.kind, NEW.line);
  RETURN NEW;
END $$;
CREATE TRIGGER report INSTEAD OF INSERT ON tracker_own.events
  FOR EACH ROW EXECUTE FUNCTION tracker.report();

CREATE FUNCTION tracker_own.own_unit() RETURNS text
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT tracker.own_unit()
$$;

CREATE FUNCTION tracker_own.take_turn() RETURNS void
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT tracker.take_turn()
$$;

CREATE FUNCTION tracker_own.stands(OUT seq bigint, OUT hash text, OUT next_id bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT seq, hash, next_id FROM tracker.stands()
$$;

CREATE FUNCTION tracker_own.is_mine(number bigint, digest text) RETURNS boolean
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT tracker.is_mine(number, digest)
$$;

CREATE FUNCTION tracker_own.arrived() RETURNS timestamptz
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT tracker.arrived()
$$;

-- The same for whoever sees all: what is asked for is the same then, and only the schema differs.
CREATE OR REPLACE FUNCTION tracker.events_of(of_directive bigint) RETURNS SETOF tracker.events
LANGUAGE sql STABLE AS $$
  SELECT e.* FROM tracker.events e WHERE e.directive = of_directive
$$;
