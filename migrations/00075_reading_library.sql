-- +goose Up
-- What a partner's library of readings asks besides the files. Both answers only choose among general texts.
-- The wording a person reads: the one that homework is given to them in, by the couple's first injury; null before there is one.
-- Roles themselves are counselor knowledge and stay where they are.
create function wording_of_person() returns text language sql stable security definer set search_path = public, pg_temp as $$
  select r.role from injury_role r join injury i on i.practice_id = r.practice_id and i.id = r.injury_id
  where r.practice_id = app_practice() and r.couple_id = app_couple() and r.person_id = app_person() order by i.made_at limit 1 $$;
-- Whether both hard gates were open at one time. What was to be read then stays to be read: a gate that closes later must look
-- like nothing.
create function joint_begun() returns boolean language sql stable security definer set search_path = public, pg_temp as $$
  select count(distinct gate) = 2 from gate_event
  where practice_id = app_practice() and couple_id = app_couple() and gate in ('G0','G1') and opened $$;
grant execute on function wording_of_person(), joint_begun() to amends_app;
