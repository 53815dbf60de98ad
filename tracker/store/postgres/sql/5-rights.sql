-- Who may see and change which tables, and which columns.

-- Rights alone decide, and no policies of row-level security: whoever sees a table sees all of it, and
-- executors see none (`tracker_own`). Who has a role may drop the policies that name it, for everybody
-- (DROP OWNED), and locks the tables by it.
DO $$
DECLARE policy record;
BEGIN
  FOR policy IN SELECT polname, polrelid::regclass AS "table" FROM pg_policy
      WHERE polrelid IN ('tracker.directives'::regclass, 'tracker.events'::regclass,
                         'tracker.members'::regclass) LOOP
    EXECUTE format('DROP POLICY %I ON %s', policy.polname, policy."table");
  END LOOP;
END $$;
ALTER TABLE tracker.directives DISABLE ROW LEVEL SECURITY;
ALTER TABLE tracker.events DISABLE ROW LEVEL SECURITY;
ALTER TABLE tracker.members DISABLE ROW LEVEL SECURITY;

REVOKE ALL ON SCHEMA tracker FROM PUBLIC;
REVOKE ALL ON ALL TABLES IN SCHEMA tracker FROM PUBLIC;
GRANT USAGE ON SCHEMA tracker TO tracker_controller, tracker_reader;
GRANT SELECT ON tracker.units, tracker.meetings TO tracker_controller, tracker_reader;
GRANT SELECT ON tracker.directives, tracker.events TO tracker_controller, tracker_reader;
-- What executors see is in `tracker_own`. They cannot even name what is here: the server plans before it
-- looks at rights, and prints for whoever wants it (debug_print_plan) how many rows it expects to meet a
-- condition, by statistics of all rows.
REVOKE ALL ON SCHEMA tracker FROM tracker_executor;
REVOKE ALL ON ALL TABLES IN SCHEMA tracker FROM tracker_executor;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA tracker FROM tracker_executor;
GRANT USAGE ON SCHEMA tracker_own TO tracker_executor;
GRANT SELECT ON ALL TABLES IN SCHEMA tracker_own TO tracker_executor;
GRANT INSERT (seq, directive, kind, line) ON tracker_own.events TO tracker_executor;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA tracker_own FROM PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA tracker_own TO tracker_executor;
GRANT SELECT ON tracker.members TO tracker_controller;
-- Earlier versions of the program lock the turn themselves, before they are told that they are.
GRANT SELECT, UPDATE (one) ON tracker.turn TO tracker_controller;
GRANT SELECT ON tracker.turn TO tracker_reader;
GRANT INSERT, UPDATE, DELETE ON tracker.units, tracker.meetings TO tracker_controller;
GRANT INSERT (id, row, words), UPDATE (row, words) ON tracker.directives TO tracker_controller;
GRANT INSERT (seq, directive, kind, line, hash) ON tracker.events TO tracker_controller;
REVOKE ALL ON ALL FUNCTIONS IN SCHEMA tracker FROM PUBLIC;
GRANT EXECUTE ON FUNCTION tracker.own_unit(), tracker.only_executes(), tracker.stands(),
  tracker.standing(), tracker.is_mine(bigint, text), tracker.arrived(), tracker.events_of(bigint)
  TO tracker_controller, tracker_reader;
GRANT EXECUTE ON FUNCTION tracker.take_turn() TO tracker_controller;

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
      WHERE pronamespace IN ('tracker'::regnamespace, 'tracker_own'::regnamespace)
        AND pg_get_userbyid(proowner) <> owner
    UNION ALL SELECT format('TABLE %s', oid::regclass) FROM pg_class
      WHERE relnamespace IN ('tracker'::regnamespace, 'tracker_own'::regnamespace)
        AND relkind IN ('r', 'v') AND pg_get_userbyid(relowner) <> owner
    UNION ALL SELECT 'SCHEMA tracker_own' FROM pg_namespace
      WHERE nspname = 'tracker_own' AND pg_get_userbyid(nspowner) <> owner
  LOOP
    EXECUTE format('ALTER %s OWNER TO %I', thing, owner);
  END LOOP;
END $$;
