-- +goose Up
-- Decide together, and the other sealed pairs. The counselor opens a set of questions for both; each answers alone. An answer is
-- its author's alone until both are in: only then do staff read it, and it reaches the other as an immutable copy when the
-- counselor opens the two. Partners never read whether the other has answered, in any row.
create table decision (
  practice_id uuid not null, couple_id uuid not null, id uuid not null,
  kind text not null check (kind in ('decide','values','upkeep','enough')),
  word bytea not null,                            -- sealed, the couple's key: the counselor's word to both; may be empty
  made_on date not null, made_at timestamptz not null, made_by uuid not null,
  opened_on date,                                 -- when the counselor opened the two answers
  in_session boolean not null default false,      -- they were opened in a session
  closed_on date,                                 -- closed without opening
  version integer not null default 1,
  primary key (practice_id, id),
  unique (practice_id, couple_id, id, kind),
  check (opened_on is null or closed_on is null),
  check (kind <> 'enough' or opened_on is null),  -- this one is for each alone
  foreign key (practice_id, couple_id) references couple
);
create index decision_couple on decision (practice_id, couple_id, made_at);
create table decision_answer (
  practice_id uuid not null, couple_id uuid not null, decision_id uuid not null, person_id uuid not null,
  kind text not null,
  body bytea not null,                            -- sealed, the person's key: the answers, and where they lean
  state text not null check (state in ('draft','in')),
  source text not null default 'self' check (source in ('self','paper')),
  saved_at timestamptz not null,
  in_on date,                                     -- local date of the person
  opened_on date,                                 -- from here on it is not taken back
  version integer not null default 1,
  primary key (practice_id, decision_id, person_id),
  check ((state = 'in') = (in_on is not null)),
  check (opened_on is null or state = 'in'),
  foreign key (practice_id, couple_id, decision_id, kind) references decision (practice_id, couple_id, id, kind),
  foreign key (practice_id, couple_id, person_id) references membership (practice_id, couple_id, person_id)
);
create index decision_answer_couple on decision_answer (practice_id, couple_id, decision_id);
create table decision_opened (                    -- the copies both read once they were opened
  practice_id uuid not null, couple_id uuid not null, decision_id uuid not null, author_id uuid not null,
  body bytea not null,                            -- sealed, the couple's key
  made_on date not null, made_at timestamptz not null, made_by uuid not null,
  primary key (practice_id, decision_id, author_id),
  foreign key (practice_id, decision_id, author_id) references decision_answer (practice_id, decision_id, person_id),
  foreign key (practice_id, couple_id, author_id) references membership (practice_id, couple_id, person_id)
);
create index decision_opened_couple on decision_opened (practice_id, couple_id, decision_id);
create table decision_outcome (                   -- what they decided, in their words; another word is another row
  practice_id uuid not null, couple_id uuid not null, id uuid not null, decision_id uuid not null,
  body bytea not null,                            -- sealed, the couple's key
  made_on date not null, made_at timestamptz not null, made_by uuid not null,
  primary key (practice_id, id),
  foreign key (practice_id, decision_id) references decision (practice_id, id),
  foreign key (practice_id, couple_id) references couple
);
create index decision_outcome_couple on decision_outcome (practice_id, couple_id, made_at);
-- The decisions of a scope's couples whose two answers are both in; asked once per statement.
create function decisions_both_in() returns uuid[] language sql stable security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(decision_id), '{}') from (select decision_id from decision_answer
    where practice_id = app_practice() and couple_id = any((select care_of_scope())::uuid[]) and state = 'in' and kind <> 'enough'
    group by decision_id having count(*) = 2) pairs $$;
grant execute on function decisions_both_in() to amends_app;
-- Who is in, for staff with care, and nothing of what they wrote.
create function decision_in(of_couple uuid) returns table (decision_id uuid, person_id uuid, in_on date, source text)
language sql stable security definer set search_path = public, pg_temp as $$
  select a.decision_id, a.person_id, a.in_on, a.source from decision_answer a
  where a.practice_id = app_practice() and a.couple_id = of_couple and a.state = 'in'
    and app_audience() in ('counselor','supervisor','intern') and of_couple = any((select care_of_scope())::uuid[]) $$;
grant execute on function decision_in(uuid) to amends_app;
call guard('decision', 'care',
  'couple_id = (select app_couple()) and made_on >= (select app_from()) and ((select app_until()) is null or made_on <= (select app_until())) and not (select joint_stopped())', 'none');
call guard('decision_answer', $$(select app_audience() in ('counselor','supervisor','intern')) and couple_id = any((select care_of_scope())::uuid[])
    and state = 'in' and decision_id = any((select decisions_both_in())::uuid[])$$,
  'couple_id = (select app_couple()) and person_id = (select app_person())',
  'couple_id = (select app_couple()) and person_id = (select app_person()) and (select app_until()) is null');
call guard('decision_opened', 'care',
  'couple_id = (select app_couple()) and made_on >= (select app_from()) and ((select app_until()) is null or made_on <= (select app_until())) and not (select joint_stopped())', 'none');
call guard('decision_outcome', 'care',
  'couple_id = (select app_couple()) and made_on >= (select app_from()) and ((select app_until()) is null or made_on <= (select app_until())) and not (select joint_stopped())', 'none');
-- What somebody said on paper is entered as such, before the pair is complete: an insert needs no reading.
create policy paper_adds on decision_answer for insert to amends_app
  with check (practice_id = (select app_practice()) and (select app_audience() in ('counselor','supervisor','intern'))
    and couple_id = any((select care_of_scope())::uuid[]) and state = 'in');
-- Each in their own hands: a partner writes their own answer until it is opened, staff only mark it as opened.
create policy own_hands_insert on decision_answer as restrictive for insert to amends_app
  with check ((select app_audience() = 'operator') or (source = 'self') = (select app_audience() = 'partner') and opened_on is null);
create policy own_hands_update on decision_answer as restrictive for update to amends_app
  using (opened_on is null) with check ((select app_audience() is distinct from 'partner') or opened_on is null and source = 'self');
grant select, insert on decision, decision_answer, decision_opened, decision_outcome to amends_app;
grant update (opened_on, in_session, closed_on, version) on decision to amends_app;
grant update (body, state, source, saved_at, in_on, opened_on, version) on decision_answer to amends_app;
