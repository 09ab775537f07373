-- +goose Up
-- What somebody wrote on paper is entered by a counselor in that person's name. Who entered it is set here and by no room, so that
-- none can forget it and none can say another; what a partner sends from their own page has nobody beside it.
create function app_enters() returns uuid language sql stable set search_path = public, pg_temp as
  $$ select app_person() where app_audience() in ('counselor','supervisor','intern') $$;
revoke execute on function app_enters() from public;
grant execute on function app_enters() to amends_app;
alter table question add column entered_by uuid;
alter table question alter column entered_by set default app_enters();
alter table question_answer add column entered_by uuid;
alter table question_answer alter column entered_by set default app_enters();
alter table agreement_proposal add column entered_by uuid;
alter table agreement_proposal alter column entered_by set default app_enters();
alter table setback_sent add column entered_by uuid;
alter table setback_sent alter column entered_by set default app_enters();
alter table boundary_sent add column entered_by uuid;
alter table boundary_sent alter column entered_by set default app_enters();
alter table boundary_answer add column entered_by uuid;
alter table boundary_answer alter column entered_by set default app_enters();
alter table decision_answer add column entered_by uuid;
alter table decision_answer alter column entered_by set default app_enters();

-- A page of the discernment may come on paper too. It stands as a copy that was sent, marked as entered; the page a partner keeps
-- for themself is not touched by it.
alter table discernment_sent add column source text not null default 'self' check (source in ('self','paper'));
alter table discernment_sent add column entered_by uuid;
alter table discernment_sent alter column entered_by set default app_enters();
drop policy own_hands_insert on discernment_sent;
create policy own_hands_insert on discernment_sent as restrictive for insert to amends_app
  with check ((select app_audience() = 'operator') or (source = 'self') = (select app_audience() = 'partner'));

-- Who is in, how, and who entered it, for staff with care, and nothing of what they wrote.
drop function decision_in(uuid);
create function decision_in(of_couple uuid) returns table (decision_id uuid, person_id uuid, in_on date, source text, entered_by uuid)
language sql stable security definer set search_path = public, pg_temp as $$
  select a.decision_id, a.person_id, a.in_on, a.source, case a.source when 'paper' then a.entered_by end from decision_answer a
  where a.practice_id = app_practice() and a.couple_id = of_couple and a.state = 'in'
    and app_audience() in ('counselor','supervisor','intern') and of_couple = any((select care_of_scope())::uuid[]) $$;
grant execute on function decision_in(uuid) to amends_app;
