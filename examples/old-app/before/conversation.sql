-- What was said before the move.

insert into auth.users (id, aud, role, email, raw_user_meta_data, created_at)
values
  ('c0000000-0000-4000-8000-000000000001', 'authenticated', 'authenticated', 'kim@example.com', '{"name": "Kim"}', now()),
  ('c0000000-0000-4000-8000-000000000002', 'authenticated', 'authenticated', 'lou@example.com', '{"name": "Lou"}', now());

insert into public.chat_rooms (id, name)
values ('d0000000-0000-4000-8000-000000000001', 'Kitchen');

insert into public.room_participants (room_id, user_id, joined_at)
select 'd0000000-0000-4000-8000-000000000001', id, now() - interval '2 days' from auth.users;

insert into public.messages (room_id, user_id, content, created_at)
select 'd0000000-0000-4000-8000-000000000001', author::uuid, content, now() - interval '1 day' + n * interval '1 minute'
  from (values
    (1, 'c0000000-0000-4000-8000-000000000001', 'The dishwasher is broken again.'),
    (2, 'c0000000-0000-4000-8000-000000000002', 'I heard. It sang all night.'),
    (3, 'c0000000-0000-4000-8000-000000000001', 'Somebody comes on Thursday.')) line (n, author, content);
