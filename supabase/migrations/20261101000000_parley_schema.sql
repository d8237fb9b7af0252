-- What clients may not call lives here: helpers of the functions in public, and the worker's own state.
create schema if not exists parley;
revoke all on schema parley from public;
