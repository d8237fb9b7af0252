-- The roles, schemas and functions that a Supabase project has before its first migration, for a plain
-- PostgreSQL 15 to 18. Run as superuser; may be run again. It creates nothing in schema public.

do $boot$
declare
  want record;
begin
  for want in
    select * from (values
      ('anon',                'nologin inherit'),
      ('authenticated',       'nologin inherit'),
      ('service_role',        'nologin inherit bypassrls'),
      ('authenticator',       'login noinherit'),
      ('supabase_auth_admin', 'login noinherit createrole'),
      ('postgres',            'login createrole createdb replication bypassrls')) v(rname, opts)
  loop
    if not exists (select from pg_roles where rolname = want.rname) then
      execute format('create role %I %s', want.rname, want.opts);
    end if;
  end loop;
  grant anon, authenticated, service_role to authenticator;
  if current_setting('server_version_num')::int >= 160000 then
    grant anon, authenticated, service_role to postgres with admin option;
  else
    grant anon, authenticated, service_role to postgres;
  end if;
  execute format('alter database %I owner to postgres', current_database());
  if not exists (select from pg_publication where pubname = 'supabase_realtime') then
    create publication supabase_realtime;
    alter publication supabase_realtime owner to postgres;
  end if;
end
$boot$;
alter role anon          set statement_timeout = '3s';
alter role authenticated set statement_timeout = '8s';
alter role authenticator set statement_timeout = '8s';
alter role authenticator set lock_timeout = '8s';
alter role postgres      set search_path = "$user", public, extensions;

create schema if not exists extensions;
create schema if not exists auth authorization supabase_auth_admin;
grant usage on schema extensions, auth, public to postgres, anon, authenticated, service_role;

create table if not exists auth.users (
  id                 uuid primary key,
  instance_id        uuid,
  aud                varchar(255),
  role               varchar(255),
  email              varchar(255),
  phone              text,
  encrypted_password varchar(255),
  email_confirmed_at timestamptz,
  phone_confirmed_at timestamptz,
  confirmed_at       timestamptz generated always as (least(email_confirmed_at, phone_confirmed_at)) stored,
  last_sign_in_at    timestamptz,
  raw_app_meta_data  jsonb,
  raw_user_meta_data jsonb,
  is_sso_user        boolean not null default false,
  is_anonymous       boolean not null default false,
  banned_until       timestamptz,
  deleted_at         timestamptz,
  created_at         timestamptz,
  updated_at         timestamptz);
alter table auth.users owner to supabase_auth_admin;
alter table auth.users enable row level security;
grant all on auth.users to postgres;

create or replace function auth.jwt() returns jsonb language sql stable
  return nullif(current_setting('request.jwt.claims', true), '')::jsonb;
create or replace function auth.uid() returns uuid language sql stable
  return (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid;
create or replace function auth.role() returns text language sql stable
  return nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role';
create or replace function auth.email() returns text language sql stable
  return nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'email';

-- What the gateway's /auth/v1 keeps: one session per sign-in, and its chain of rotating refresh tokens.
create table if not exists auth.sessions (
  id         uuid primary key default gen_random_uuid(),
  user_id    uuid not null references auth.users on delete cascade,
  aal        text not null default 'aal1',
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now());
create index if not exists sessions_user_id_idx on auth.sessions (user_id);
create table if not exists auth.refresh_tokens (
  id         bigint generated always as identity primary key,
  token      text not null unique,
  parent     text,
  user_id    uuid not null references auth.users on delete cascade,
  session_id uuid not null references auth.sessions on delete cascade,
  revoked    boolean not null default false,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now());
create index if not exists refresh_tokens_session_id_idx on auth.refresh_tokens (session_id);
create unique index if not exists users_email_key on auth.users (lower(email)) where not is_sso_user;
alter table auth.sessions enable row level security;
alter table auth.refresh_tokens enable row level security;
alter table auth.sessions owner to supabase_auth_admin;
alter table auth.refresh_tokens owner to supabase_auth_admin;
grant all on auth.sessions, auth.refresh_tokens to postgres;

-- What a mail lets its reader do, once, and what a client that keeps a verifier (PKCE) waits for. Both keep
-- hashes only.
create table if not exists auth.one_time_tokens (
  id          uuid primary key,
  user_id     uuid not null references auth.users on delete cascade,
  token_type  text not null,
  token_hash  text not null unique,
  code_hash   text not null,
  wrong_codes integer not null default 0,
  relates_to  text not null,
  created_at  timestamptz not null default now(),
  updated_at  timestamptz not null default now(),
  unique (user_id, token_type));
create index if not exists one_time_tokens_relates_to_idx on auth.one_time_tokens (relates_to);
create table if not exists auth.flow_state (
  id                    uuid primary key,
  user_id               uuid not null references auth.users on delete cascade,
  auth_code             text unique,
  code_challenge_method text not null,
  code_challenge        text not null,
  authentication_method text not null,
  created_at            timestamptz not null default now(),
  auth_code_issued_at   timestamptz,
  unique (user_id, authentication_method));
alter table auth.one_time_tokens enable row level security;
alter table auth.flow_state enable row level security;
alter table auth.one_time_tokens owner to supabase_auth_admin;
alter table auth.flow_state owner to supabase_auth_admin;
grant all on auth.one_time_tokens, auth.flow_state to postgres;
