-- +goose Up
-- The question log: one asks, the other answers, and nothing crosses but by an act of the counselor. What a person wrote stays in
-- rows that only they and staff with care read; what was passed on is an immutable copy that both read.
create table question_log (                       -- whether a person may ask, and how many go across in one ISO week
  practice_id uuid not null, couple_id uuid not null, asker_id uuid not null,
  open boolean not null,
  weekly integer not null default 3 check (weekly between 1 and 20),
  version integer not null default 1,
  primary key (practice_id, couple_id, asker_id),
  foreign key (practice_id, couple_id, asker_id) references membership (practice_id, couple_id, person_id)
);
create table question_log_event (                 -- when it was opened and closed, and why in spite of an advice gate; staff only
  practice_id uuid not null, couple_id uuid not null, id uuid not null, asker_id uuid not null,
  open boolean not null, weekly integer not null,
  told bytea,                                     -- sealed, record key
  made_by uuid not null, made_at timestamptz not null,
  primary key (practice_id, id),
  foreign key (practice_id, couple_id, asker_id) references question_log
);
create index question_log_event_couple on question_log_event (practice_id, couple_id, made_at desc);
create table question (
  practice_id uuid not null, couple_id uuid not null, id uuid not null,
  asker_id uuid not null,
  text bytea not null, why bytea not null,        -- sealed, the asker's key
  again_of uuid,                                  -- "I asked this before": an earlier question of the same person
  state text not null check (state in ('draft','asked')),
  source text not null default 'self' check (source in ('self','paper')),
  saved_at timestamptz not null,
  asked_on date,                                  -- local date of the asker
  version integer not null default 1,
  primary key (practice_id, id),
  unique (practice_id, couple_id, id),
  check ((state = 'asked') = (asked_on is not null)),
  foreign key (practice_id, couple_id, asker_id) references membership (practice_id, couple_id, person_id),
  foreign key (practice_id, couple_id, again_of) references question (practice_id, couple_id, id)
);
create index question_couple on question (practice_id, couple_id, saved_at);
create table question_passed (                    -- the copy the other reads; resting is the counselor's act and both see it
  practice_id uuid not null, couple_id uuid not null, question_id uuid not null,
  asker_id uuid not null,
  text bytea not null, why bytea not null,        -- sealed, the couple's key
  passed_on date not null, passed_at timestamptz not null, passed_by uuid not null,
  resting boolean not null default false,
  version integer not null default 1,
  primary key (practice_id, question_id),
  unique (practice_id, couple_id, question_id),
  foreign key (practice_id, couple_id, question_id) references question (practice_id, couple_id, id)
);
create index question_passed_couple on question_passed (practice_id, couple_id, passed_on);
create table question_answer (                    -- what the other writes: the counselor reads it once it is sent
  practice_id uuid not null, couple_id uuid not null, question_id uuid not null, number integer not null check (number >= 1),
  author_id uuid not null,
  body bytea not null,                            -- sealed, the author's key
  unknown boolean not null default false,         -- "I don't know yet"
  state text not null check (state in ('draft','sent')),
  source text not null default 'self' check (source in ('self','paper')),
  saved_at timestamptz not null,
  sent_on date,                                   -- local date of the author
  heard_on date,                                  -- the session it was heard in
  passed_on date,
  version integer not null default 1,
  primary key (practice_id, question_id, number),
  check ((state = 'sent') = (sent_on is not null)),
  foreign key (practice_id, couple_id, question_id) references question_passed (practice_id, couple_id, question_id),
  foreign key (practice_id, couple_id, author_id) references membership (practice_id, couple_id, person_id)
);
create index question_answer_couple on question_answer (practice_id, couple_id, question_id, number);
create table question_answered (                  -- what was passed back: a changed answer is another row, the earlier ones stay
  practice_id uuid not null, couple_id uuid not null, question_id uuid not null, number integer not null check (number >= 1),
  body bytea not null,                            -- sealed, the couple's key
  unknown boolean not null,
  passed_on date not null, passed_at timestamptz not null, passed_by uuid not null,
  primary key (practice_id, question_id, number),
  foreign key (practice_id, couple_id, question_id) references question_passed (practice_id, couple_id, question_id)
);
create index question_answered_couple on question_answered (practice_id, couple_id, question_id, number);
create table question_park (                      -- either lays it aside for now; only they and the counselor know
  practice_id uuid not null, couple_id uuid not null, question_id uuid not null, person_id uuid not null,
  parked boolean not null, at timestamptz not null,
  primary key (practice_id, question_id, person_id),
  foreign key (practice_id, couple_id, question_id) references question (practice_id, couple_id, id),
  foreign key (practice_id, couple_id, person_id) references membership (practice_id, couple_id, person_id)
);
create index question_park_couple on question_park (practice_id, couple_id);
create table question_verdict (                   -- enough, not yet, changed: the asker's word on one answer, for the counselor
  practice_id uuid not null, couple_id uuid not null, question_id uuid not null, number integer not null, person_id uuid not null,
  verdict text not null check (verdict in ('enough','not_yet','changed')),
  made_at timestamptz not null,
  version integer not null default 1,
  primary key (practice_id, question_id, number, person_id),
  foreign key (practice_id, question_id, number) references question_answered (practice_id, question_id, number),
  foreign key (practice_id, couple_id, person_id) references membership (practice_id, couple_id, person_id)
);
create index question_verdict_couple on question_verdict (practice_id, couple_id);
-- Who may ask is each one's own business, and so is what is not sent.
call guard('question_log', 'care', 'couple_id = (select app_couple()) and asker_id = (select app_person())', 'none');
call guard('question_log_event', 'care', 'none', 'none');
call guard('question', $$(select app_audience() in ('counselor','supervisor','intern')) and couple_id = any((select care_of_scope())::uuid[]) and state = 'asked'$$,
  'couple_id = (select app_couple()) and asker_id = (select app_person())',
  'couple_id = (select app_couple()) and asker_id = (select app_person()) and (select app_until()) is null');
call guard('question_passed', 'care',
  'couple_id = (select app_couple()) and passed_on >= (select app_from()) and ((select app_until()) is null or passed_on <= (select app_until())) and not (select joint_stopped())', 'none');
call guard('question_answer', $$(select app_audience() in ('counselor','supervisor','intern')) and couple_id = any((select care_of_scope())::uuid[]) and state = 'sent'$$,
  'couple_id = (select app_couple()) and author_id = (select app_person())',
  'couple_id = (select app_couple()) and author_id = (select app_person()) and (select app_until()) is null');
call guard('question_answered', 'care',
  'couple_id = (select app_couple()) and passed_on >= (select app_from()) and ((select app_until()) is null or passed_on <= (select app_until())) and not (select joint_stopped())', 'none');
call guard('question_park', 'care', 'couple_id = (select app_couple()) and person_id = (select app_person())',
  'couple_id = (select app_couple()) and person_id = (select app_person()) and (select app_until()) is null');
call guard('question_verdict', 'care', 'couple_id = (select app_couple()) and person_id = (select app_person())',
  'couple_id = (select app_couple()) and person_id = (select app_person()) and (select app_until()) is null');
-- Each in their own hands: nobody changes what was asked or sent; what staff enter is marked as entered.
create policy own_hands_insert on question as restrictive for insert to amends_app
  with check ((select app_audience() = 'operator') or (source = 'self') = (select app_audience() = 'partner'));
create policy own_hands_update on question as restrictive for update to amends_app
  using ((select app_audience() in ('partner','operator')) and state = 'draft') with check (true);
create policy own_hands_insert on question_answer as restrictive for insert to amends_app
  with check ((select app_audience() = 'operator') or (source = 'self') = (select app_audience() = 'partner') and passed_on is null and heard_on is null);
create policy own_hands_update on question_answer as restrictive for update to amends_app
  using ((select app_audience() is distinct from 'partner') or state = 'draft')
  with check ((select app_audience() is distinct from 'partner') or passed_on is null and heard_on is null);
create policy own_hands_insert on question_park as restrictive for insert to amends_app with check ((select app_audience() in ('partner','operator')));
create policy own_hands_update on question_park as restrictive for update to amends_app using ((select app_audience() in ('partner','operator')));
create policy own_hands_insert on question_verdict as restrictive for insert to amends_app with check ((select app_audience() in ('partner','operator')));
create policy own_hands_update on question_verdict as restrictive for update to amends_app using ((select app_audience() in ('partner','operator')));
grant select, insert on question_log, question_log_event, question, question_passed, question_answer, question_answered, question_park, question_verdict to amends_app;
grant update (open, weekly, version) on question_log to amends_app;
grant update (text, why, again_of, state, saved_at, asked_on, version) on question to amends_app;
grant update (resting, version) on question_passed to amends_app;
grant update (body, unknown, state, saved_at, sent_on, heard_on, passed_on, version) on question_answer to amends_app;
grant update (parked, at) on question_park to amends_app;
grant update (verdict, made_at, version) on question_verdict to amends_app;
