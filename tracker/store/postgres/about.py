"""What a store on a server is, and how much of it the login may see."""

from tracker.domain.holding import About
from tracker.domain.right import Right, Role
from tracker.store.codec import FORMAT
from tracker.store.postgres.connection import Server, translated

_QUERY = """
    SELECT current_setting('server_version'), pg_is_in_recovery(),
      (SELECT count(*) FROM directives WHERE is_open),
      (SELECT count(*) FROM directives WHERE NOT is_open),
      (SELECT count(*) FROM units),
      (SELECT count(*) FROM meetings),
      stands.seq, stands.hash,
      (SELECT sum(pg_total_relation_size(oid))::bigint FROM pg_class
       WHERE relnamespace = to_regnamespace('tracker') AND relname IN ('directives', 'events')),
      (SELECT max(kept_at) FROM events WHERE seq = stands.seq),
      session_user::text,
      CASE WHEN pg_has_role(session_user, 'tracker_controller', 'member') THEN 'controller'
           WHEN pg_has_role(session_user, 'tracker_executor', 'member') THEN 'executor'
           ELSE 'reader' END,
      own_unit(),
      (SELECT count(*) FROM events WHERE seq < COALESCE(
        (SELECT min(seq) FROM events WHERE strpos(line, '"unverified":true') = 0),
        stands.seq + 1))
    FROM stands()
"""


def about_server(address: str) -> About:
    """Return what the store at this address is."""
    server = Server(address)
    with translated(server.where):
        (found,) = server.answer(_QUERY)
    version, is_replica, on_control, off_control, units, meetings, events, digest, *others = found
    size, changed_at, login, role, unit, unverified = others
    return About(
        where=server.where,
        engine=f"PostgreSQL {version.split()[0]}",
        format=FORMAT,
        on_control=on_control,
        off_control=off_control,
        units=units,
        meetings=meetings,
        events=events,
        hash=digest or "",
        size=size,
        changed_at=changed_at,
        right=Right(login, Role(role), unit),
        is_replica=is_replica,
        unverified=unverified,
    )
