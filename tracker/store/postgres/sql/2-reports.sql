-- What a report is, and what it makes of a directive: the one thing that an executor may write. The
-- program says the same in `domain/event.py`; a test has both work out the same reports.

-- A report's event as the program writes it: fields in their order, none twice, no space between them.
-- NULL for any other. Only a measured number is left as it is written, if it is no longer than one has to
-- be (25 signs).
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
            SELECT CASE WHEN count(*) = count(DISTINCT named.key) THEN
              string_agg(to_json(named.key) || ':' || to_json(named.value), ',' ORDER BY n) END
            FROM json_each_text(change -> 'names') WITH ORDINALITY named(key, value, n))
          || '},"reading":[' || to_json(change -> 'reading' ->> 0) || ','
          || substring(change -> 'reading' ->> 1
                       FROM '^(?=.{1,25}$)-?[0-9]+(?:[.][0-9]+)?(?:e-?[0-9]{1,3})?$') || ']}'
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

-- A text as it looks, to find one that looks the same: without what takes no room, each space alike, in
-- one case (where the database's locale knows the letters).
CREATE OR REPLACE FUNCTION tracker.look(words text) RETURNS text
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT lower(btrim(regexp_replace(regexp_replace(words,
    E'[\u0001-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5'
    '\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0'
    '\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+', '', 'g'),
    E'[ \t\n\x0b\f\r\x1c-\x1f\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+', ' ',
    'g')))
$$;

-- Something is to be seen of a text.
CREATE OR REPLACE FUNCTION tracker.is_text(words text, most integer) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT length(words) <= most AND tracker.look(words) <> ''
$$;

-- Whether a measure is a known one, under its names, or a new one, which is named once and by its key
-- and does not look like a known one.
CREATE OR REPLACE FUNCTION tracker.is_measure(indicators jsonb, change jsonb) RETURNS boolean
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT COALESCE(
    (SELECT known -> 'names' = change -> 'names' FROM jsonb_array_elements(indicators) known
     WHERE known -> 'key' = change -> 'key'),
    (SELECT count(*) = 1 AND min(named.value) = change ->> 'key'
     FROM jsonb_each_text(change -> 'names') named)
    AND NOT EXISTS (
      SELECT FROM jsonb_array_elements(indicators) known, LATERAL (
        SELECT known ->> 'key' UNION ALL SELECT value FROM jsonb_each_text(known -> 'names')) its(name)
      WHERE tracker.look(its.name) = tracker.look(change ->> 'key')))
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
    AND event ->> 'at' ~ '^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.](?!0{6})[0-9]{6})?Z$'
    AND to_char((event ->> 'at')::timestamptz AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS')
        = left(event ->> 'at', 19)
    AND tracker.is_day(event ->> 'on')
    AND tracker.is_text(event ->> 'actor', 200)
    AND COALESCE(tracker.is_text(event ->> 'reason', 10000), true)
    AND CASE event ->> 'kind'
      WHEN 'note' THEN
        COALESCE(tracker.is_text(change ->> 'text', 10000), change ? 'unit')
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
        AND NOT EXISTS (SELECT FROM jsonb_each_text(change -> 'names') name
                        WHERE tracker.is_text(name.value, 10000) IS NOT TRUE)
        AND tracker.is_measure(COALESCE(state -> 'indicators', '[]'), change)
        AND jsonb_array_length(change -> 'reading') = 2
        AND change -> 'reading' -> 0 = event -> 'on'
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
