-- Who may not take an invitation back does not replace it either: it stays as it is.
create or replace function parley.invite(room parley.room_id, person parley.user_id, as_role text) returns public.room_invitations
language plpgsql security definer
set search_path = ''
set lock_timeout = '2s'
as $$
declare
  invitation public.room_invitations;
begin
  insert into public.room_invitations as i (room_id, user_id, role, invited_by)
  values (room, person, as_role, (select parley.my_id()))
  on conflict (room_id, user_id) do update
     set role = excluded.role, invited_by = excluded.invited_by, created_at = excluded.created_at
   where parley.may_remove(i.room_id, i.user_id, i.role)
  returning i.* into invitation;
  if invitation.room_id is null then
    select * into invitation from public.room_invitations i where i.room_id = room and i.user_id = person;
  end if;
  return invitation;
end
$$;
