-- Demo people and rooms, for a database that is empty.
--
-- Sign in as ada@example.com, grace@example.com, linus@example.com or margaret@example.com;
-- the password is parley-demo. Only for development: everyone knows it.

-- The demo is a closed community: everyone finds everyone, and whoever is added is in.
update parley.settings set directory = true, direct_adding = true;

insert into auth.users (
  id, instance_id, aud, role, email, encrypted_password, email_confirmed_at, raw_app_meta_data, raw_user_meta_data,
  created_at, updated_at)
select id::uuid, '00000000-0000-0000-0000-000000000000', 'authenticated', 'authenticated', email,
       -- bcrypt of parley-demo
       '$2a$10$JU4xeX5b40CPkyRZC65SVu7mFFxYsoFza82utMgYaPEPCyTLxVtSC',
       now(), '{"provider": "email", "providers": ["email"]}', jsonb_build_object('display_name', name), now(), now()
  from (values
    ('a0000000-0000-4000-8000-000000000001', 'ada@example.com', 'Ada'),
    ('a0000000-0000-4000-8000-000000000002', 'grace@example.com', 'Grace'),
    ('a0000000-0000-4000-8000-000000000003', 'linus@example.com', 'Linus'),
    ('a0000000-0000-4000-8000-000000000004', 'margaret@example.com', 'Margaret')) person (id, email, name)
on conflict (id) do nothing;

-- On a Supabase project the Auth server wants more of an account than plain PostgreSQL has columns for.
do $auth$
declare
  token text;
begin
  for token in
    select a.attname from pg_attribute a
     where a.attrelid = 'auth.users'::regclass and not a.attisdropped
       and a.attname in ('confirmation_token', 'recovery_token', 'email_change', 'email_change_token_new')
  loop
    execute format(
      'update auth.users set %1$I = '''' where %1$I is null and id::text like ''a0000000-0000-4000-8000-%%''', token);
  end loop;
  if to_regclass('auth.identities') is not null then
    execute $sql$
      insert into auth.identities (id, user_id, provider_id, provider, identity_data, created_at, updated_at)
      select gen_random_uuid(), u.id, u.id::text, 'email',
             jsonb_build_object('sub', u.id, 'email', u.email, 'email_verified', true), now(), now()
        from auth.users u where u.id::text like 'a0000000-0000-4000-8000-%'
      on conflict do nothing
    $sql$;
  end if;
end
$auth$;

-- The rooms are made and filled as the people themselves would, through the functions of the API.
do $talk$
declare
  general constant parley.room_id := 'b0000000-0000-4000-8000-000000000001';
  engine  constant parley.room_id := 'b0000000-0000-4000-8000-000000000002';
  ada     constant parley.user_id := 'a0000000-0000-4000-8000-000000000001';
  grace   constant parley.user_id := 'a0000000-0000-4000-8000-000000000002';
  linus   constant parley.user_id := 'a0000000-0000-4000-8000-000000000003';
  line record;
begin
  if exists (select from public.chat_rooms where id in (general, engine)) then
    return;
  end if;
  for line in
    select * from (values
      (ada,   general, null),
      (ada,   engine,  null),
      (grace, general, null),
      (linus, general, null),
      (ada,   general, 'Welcome to General! Anyone may read along here.'),
      (grace, general, 'Hello! I found a bug already. It had wings.'),
      (linus, general, 'Did you write it down?'),
      (grace, general, 'Taped it into the log book.'),
      (ada,   general, 'Open this page in two windows and say something: it arrives in both.'),
      (ada,   engine,  'This room is private: only Grace and I see it.'),
      (grace, engine,  'Good. Where did we leave the card deck?'),
      (ada,   engine,  'Next to the loom. Note G is finished, by the way.')) t (person, room, content)
  loop
    perform set_config('request.jwt.claims', jsonb_build_object('sub', line.person, 'role', 'authenticated')::text, true);
    perform set_config('role', 'authenticated', true);
    if line.content is not null then
      perform public.send_message(gen_random_uuid(), line.room, line.content);
    elsif line.room = engine then
      perform public.create_room('Analytical Engine', 'Ada and Grace', 'private', engine);
      insert into public.room_participants (room_id, user_id) values (engine, grace);
    elsif line.person = ada then
      perform public.create_room('General', 'For everyone', 'public', general);
    else
      perform public.join_room(general);
    end if;
    perform set_config('role', 'none', true);
  end loop;
  perform set_config('request.jwt.claims', '', true);
end
$talk$;
