-- Where a statement comes in, by the API or by a row, the zone is UTC, whatever a session has set: what is
-- called from there has it, too. CREATE OR REPLACE takes away what ALTER FUNCTION has set, so this comes last.
do $utc$
declare
  entry record;
begin
  for entry in
    select p.oid::regprocedure as name
      from pg_proc p
     where (p.pronamespace = 'parley'::regnamespace and p.prorettype = 'trigger'::regtype)
        or (p.pronamespace = 'public'::regnamespace and p.prorettype = 'jsonb'::regtype
            and p.proname in ('create_room', 'join_room', 'my_rooms', 'send_message', 'set_cursor', 'messages_page',
              'room_snapshot', 'room_changes', 'authorize_channel', 'authorize_channels', 'authorize_user',
              'invite_person', 'accept_invitation', 'my_invitations'))
  loop
    execute format('alter function %s set timezone = ''UTC''', entry.name);
  end loop;
end
$utc$;
