-- +goose Up
-- Boundaries: what somebody needs, what they themselves will do, and what they ask. A draft is its author's alone. What was sent is
-- reviewed by the counselor, each version by itself, and becomes an immutable copy that both read only by the counselor's act.
create table boundary (
  practice_id uuid not null, couple_id uuid not null, id uuid not null,
  author_id uuid not null,
  begun_at timestamptz not null,
  sent boolean not null default false,            -- something of it went to the counselor
  passed integer not null default 0,              -- number of the version both read; 0 before there is one
  ended_on date,                                  -- the author's own choice, at any time
  primary key (practice_id, id),
  unique (practice_id, couple_id, id),
  foreign key (practice_id, couple_id, author_id) references membership (practice_id, couple_id, person_id)
);
create index boundary_couple on boundary (practice_id, couple_id, begun_at);
create table boundary_draft (                     -- the author's words as they stand, the next version in the making
  practice_id uuid not null, couple_id uuid not null, boundary_id uuid not null,
  author_id uuid not null,
  body bytea not null,                            -- sealed, the author's key
  review_on date,
  saved_at timestamptz not null,
  version integer not null default 1,
  primary key (practice_id, boundary_id),
  foreign key (practice_id, couple_id, boundary_id) references boundary (practice_id, couple_id, id),
  foreign key (practice_id, couple_id, author_id) references membership (practice_id, couple_id, person_id)
);
create index boundary_draft_couple on boundary_draft (practice_id, couple_id);
create table boundary_sent (                      -- a version as it went to the counselor, and what became of it
  practice_id uuid not null, couple_id uuid not null, boundary_id uuid not null, number integer not null check (number >= 1),
  author_id uuid not null,
  body bytea not null,                            -- sealed, the author's key
  review_on date not null,
  source text not null default 'self' check (source in ('self','paper')),
  sent_on date not null,                          -- local date of the author
  sent_at timestamptz not null,
  state text not null default 'sent' check (state in ('sent','talk','back','passed')),
  decided_on date,
  word bytea,                                     -- sealed, the author's key: what the counselor says to the author about it
  primary key (practice_id, boundary_id, number),
  check ((state = 'sent') = (decided_on is null)),
  check (review_on > sent_on and review_on <= sent_on + 84),
  foreign key (practice_id, couple_id, boundary_id) references boundary (practice_id, couple_id, id),
  foreign key (practice_id, couple_id, author_id) references membership (practice_id, couple_id, person_id)
);
create index boundary_sent_couple on boundary_sent (practice_id, couple_id, sent_at);
create table boundary_passed (                    -- the copy both read: a new version is another row, the old ones stay
  practice_id uuid not null, couple_id uuid not null, boundary_id uuid not null, number integer not null,
  author_id uuid not null,
  body bytea not null,                            -- sealed, the couple's key
  asks boolean not null,                          -- whether it asks the other for something
  review_on date not null,
  passed_on date not null, passed_at timestamptz not null, passed_by uuid not null,
  ended_on date,
  primary key (practice_id, boundary_id, number),
  unique (practice_id, couple_id, boundary_id, number),
  foreign key (practice_id, boundary_id, number) references boundary_sent (practice_id, boundary_id, number),
  foreign key (practice_id, couple_id, author_id) references membership (practice_id, couple_id, person_id)
);
create index boundary_passed_couple on boundary_passed (practice_id, couple_id, passed_on);
create table boundary_answer (                    -- the other's word on "what I ask of you": to the counselor
  practice_id uuid not null, couple_id uuid not null, boundary_id uuid not null, number integer not null, turn integer not null check (turn >= 1),
  person_id uuid not null,
  answer text not null check (answer in ('yes','no','talk')),
  source text not null default 'self' check (source in ('self','paper')),
  answered_on date not null, answered_at timestamptz not null,
  passed_on date,
  primary key (practice_id, boundary_id, number, turn),
  foreign key (practice_id, couple_id, boundary_id, number) references boundary_passed (practice_id, couple_id, boundary_id, number),
  foreign key (practice_id, couple_id, person_id) references membership (practice_id, couple_id, person_id)
);
create index boundary_answer_couple on boundary_answer (practice_id, couple_id, answered_at);
create table boundary_answered (                  -- the answer as it was passed on
  practice_id uuid not null, couple_id uuid not null, boundary_id uuid not null, number integer not null, turn integer not null,
  answer text not null check (answer in ('yes','no','talk')),
  passed_on date not null, passed_at timestamptz not null, passed_by uuid not null,
  primary key (practice_id, boundary_id, number, turn),
  foreign key (practice_id, boundary_id, number, turn) references boundary_answer (practice_id, boundary_id, number, turn),
  foreign key (practice_id, couple_id, boundary_id, number) references boundary_passed (practice_id, couple_id, boundary_id, number)
);
create index boundary_answered_couple on boundary_answered (practice_id, couple_id, passed_at);
call guard('boundary', $$(select app_audience() in ('counselor','supervisor','intern')) and couple_id = any((select care_of_scope())::uuid[]) and sent$$,
  'couple_id = (select app_couple()) and author_id = (select app_person())',
  'couple_id = (select app_couple()) and author_id = (select app_person()) and (select app_until()) is null');
call guard('boundary_draft', 'none', 'couple_id = (select app_couple()) and author_id = (select app_person())',
  'couple_id = (select app_couple()) and author_id = (select app_person()) and (select app_until()) is null');
call guard('boundary_sent', 'care', 'couple_id = (select app_couple()) and author_id = (select app_person())',
  'couple_id = (select app_couple()) and author_id = (select app_person()) and (select app_until()) is null');
call guard('boundary_passed', 'care',
  'couple_id = (select app_couple()) and (author_id = (select app_person()) or passed_on >= (select app_from()) and not (select joint_stopped()))
    and passed_on >= (select app_from()) and ((select app_until()) is null or passed_on <= (select app_until()))',
  'couple_id = (select app_couple()) and author_id = (select app_person()) and (select app_until()) is null');
call guard('boundary_answer', 'care', 'couple_id = (select app_couple()) and person_id = (select app_person())',
  'couple_id = (select app_couple()) and person_id = (select app_person()) and (select app_until()) is null');
call guard('boundary_answered', 'care',
  'couple_id = (select app_couple()) and passed_on >= (select app_from()) and ((select app_until()) is null or passed_on <= (select app_until())) and not (select joint_stopped())', 'none');
-- Each in their own hands: what was sent stands, the counselor alone passes, and what staff enter is marked as entered.
create policy own_hands_insert on boundary as restrictive for insert to amends_app with check ((select app_audience() is distinct from 'partner') or passed = 0);
create policy own_hands_insert on boundary_sent as restrictive for insert to amends_app
  with check ((select app_audience() = 'operator') or (source = 'self') = (select app_audience() = 'partner') and state = 'sent');
create policy own_hands_update on boundary_sent as restrictive for update to amends_app using ((select app_audience() is distinct from 'partner'));
create policy own_hands_insert on boundary_passed as restrictive for insert to amends_app with check ((select app_audience() is distinct from 'partner'));
create policy own_hands_insert on boundary_answer as restrictive for insert to amends_app
  with check ((select app_audience() = 'operator') or (source = 'self') = (select app_audience() = 'partner') and passed_on is null);
create policy own_hands_update on boundary_answer as restrictive for update to amends_app using ((select app_audience() is distinct from 'partner'));
grant select, insert on boundary, boundary_draft, boundary_sent, boundary_passed, boundary_answer, boundary_answered to amends_app;
grant update (sent, passed, ended_on) on boundary to amends_app;
grant update (body, review_on, saved_at, version) on boundary_draft to amends_app;
grant update (state, decided_on, word) on boundary_sent to amends_app;
grant update (ended_on) on boundary_passed to amends_app;
grant update (passed_on) on boundary_answer to amends_app;
