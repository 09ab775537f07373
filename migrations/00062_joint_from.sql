-- +goose Up
-- A partner reads the joint record from the first day of their place in the couple, as well as up to its last. A promise
-- belongs to the day it was made on; its keeper reads it whatever the day. Without a first day nothing joint is read.
create function app_from() returns date language sql stable as
$$ select nullif(current_setting('app.from', true), '')::date $$;

alter policy reads on promise using (practice_id = (select app_practice()) and ((select app_audience() = 'operator')
  or ((select app_audience() in ('counselor','supervisor','intern')) and couple_id = any((select care_of_scope())::uuid[]))
  or ((select app_audience() = 'partner') and couple_id = (select app_couple())
    and (keeper_id = (select app_person()) or made_on >= (select app_from()))
    and ((select app_until()) is null or made_on <= (select app_until())))));

-- What was said about a day is read, and said, by who reads the promise. Not a definer: the rule of promise decides.
create function promises_of_scope() returns uuid[] language sql stable set search_path = public, pg_temp as
$$ select coalesce(array_agg(id), '{}') from promise where practice_id = (select app_practice()) and couple_id = (select app_couple()) $$;
revoke execute on function app_from(), promises_of_scope() from public;
grant execute on function app_from(), promises_of_scope() to amends_app;

-- +goose StatementBegin
do $$
declare
  staff text := 'practice_id = (select app_practice()) and ((select app_audience() = ''operator'')
    or ((select app_audience() in (''counselor'',''supervisor'',''intern'')) and couple_id = any((select care_of_scope())::uuid[]))
    or ((select app_audience() = ''partner'') and couple_id = (select app_couple()) and promise_id = any((select promises_of_scope())::uuid[]) and ';
  rd text := staff || '((select app_until()) is null or made_on <= (select app_until()))))';
  wr text := staff || '(select app_until()) is null))';
begin
  execute 'alter policy reads on promise_deed using (' || rd || ')';
  execute 'alter policy adds on promise_deed with check (' || wr || ')';
  execute 'alter policy changes on promise_deed using (' || wr || ') with check (' || wr || ')';
  execute 'alter policy removes on promise_deed using (' || wr || ')';
end $$;
-- +goose StatementEnd

-- auth_token answers the first day of the place too: sign-in makes the scope of it.
drop function auth_token(bytea, timestamptz, boolean);
-- +goose StatementBegin
create function auth_token(p_hash bytea, p_now timestamptz, p_touch boolean) returns table (
  sign_in_id uuid, account_id uuid, practice_id uuid, person_id uuid, couple_id uuid, audience text, since date, until date, room_couple uuid,
  practice_name text, slug text, practice_zone text, exit_url text, help_lines text, safety_read text,
  chosen_name text, locale text, zone text, theme text, keys_on boolean, credential text, seats integer)
language plpgsql volatile security definer set search_path = public, pg_temp as $$
#variable_conflict use_column
declare s sign_in;
begin
  select * into s from sign_in where token_hash = p_hash and ended_at is null and expires_at > p_now and last_seen + idle > p_now;
  if not found then return; end if;
  if p_touch and s.last_seen < p_now - interval '1 minute' then
    update sign_in set last_seen = p_now where id = s.id and last_seen < p_now;
  end if;
  return query
    select s.id, s.account_id, s.practice_id, s.person_id, s.couple_id, s.audience, m.starts_on, m.ends_on, s.room_couple,
      pr.name, pr.slug, pr.zone, pr.exit_url, pr.help_lines, pr.safety_read,
      p.chosen_name, c.locale, c.zone, c.theme, c.keys_on, coalesce(st.credential, ''),
      (select count(*)::integer from contact c2
        left join staff_seat x on x.practice_id = c2.practice_id and x.person_id = c2.person_id and x.starts_on <= p_now::date + 1 and (x.ends_on is null or x.ends_on >= p_now::date)
        left join membership y on y.practice_id = c2.practice_id and y.person_id = c2.person_id and y.state = 'active'
        where c2.account_id = s.account_id and (x.id is not null or y.person_id is not null))
    from (select 1) one
    left join practice pr on pr.id = s.practice_id
    left join person p on p.practice_id = s.practice_id and p.id = s.person_id
    left join contact c on c.practice_id = s.practice_id and c.person_id = s.person_id
    left join membership m on s.audience = 'partner' and m.practice_id = s.practice_id and m.couple_id = s.couple_id and m.person_id = s.person_id
    left join lateral (select y.credential from staff_seat y where y.practice_id = s.practice_id and y.person_id = s.person_id and y.role = s.audience
        and y.starts_on <= p_now::date + 1 and (y.ends_on is null or y.ends_on >= p_now::date) limit 1) st on true
    where s.audience is null
      or (c.account_id = s.account_id and ((s.audience = 'partner' and m.state = 'active') or (s.audience <> 'partner' and st.credential is not null)));
end $$;
-- +goose StatementEnd
revoke execute on function auth_token(bytea, timestamptz, boolean) from public;
grant execute on function auth_token(bytea, timestamptz, boolean) to amends_app;
