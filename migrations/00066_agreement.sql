-- +goose Up
-- The agreements register. A proposal is its author's until the counselor passes it on; what was passed on is an immutable version
-- that both read. It stands once both have signed it and the counselor has put it in force, so that nobody can tell from the
-- register who has not signed yet. Transparency has an end: every version carries a review date or a last day.
create table agreement (
  practice_id uuid not null, couple_id uuid not null, id uuid not null,
  made_on date not null,                          -- when its first version was passed on
  ended_on date, ended_by uuid,
  version integer not null default 1,
  primary key (practice_id, id),
  unique (practice_id, couple_id, id),
  foreign key (practice_id, couple_id) references couple
);
create index agreement_couple on agreement (practice_id, couple_id, made_on);
create table agreement_proposal (
  practice_id uuid not null, couple_id uuid not null, id uuid not null,
  author_id uuid not null,
  kind text not null check (kind in ('new','change','end')),
  agreement_id uuid,                              -- the one to change or to end
  body bytea not null,                            -- sealed, the author's key: terms, how both will know, what if it slips
  bearer_id uuid,                                 -- for whom it goes; null: for both
  starts_on date, until_on date, review_on date,
  state text not null check (state in ('draft','sent')),
  source text not null default 'self' check (source in ('self','paper')),
  saved_at timestamptz not null,
  sent_on date,                                   -- local date of the author
  passed_on date,                                 -- when the counselor passed it on
  talk_on date,                                   -- when the counselor kept it for a session instead
  version integer not null default 1,
  primary key (practice_id, id),
  unique (practice_id, couple_id, id),
  check ((kind = 'new') = (agreement_id is null)),
  check ((state = 'sent') = (sent_on is not null)),
  foreign key (practice_id, couple_id, author_id) references membership (practice_id, couple_id, person_id),
  foreign key (practice_id, couple_id, bearer_id) references membership (practice_id, couple_id, person_id),
  foreign key (practice_id, couple_id, agreement_id) references agreement (practice_id, couple_id, id)
);
create index agreement_proposal_couple on agreement_proposal (practice_id, couple_id, saved_at);
create table agreement_version (
  practice_id uuid not null, couple_id uuid not null, agreement_id uuid not null, number integer not null check (number >= 1),
  body bytea not null,                            -- sealed, the couple's key
  bearer_id uuid,
  starts_on date not null, until_on date, review_on date,
  passed_on date not null, passed_at timestamptz not null, passed_by uuid not null,
  in_force_on date,                               -- both signed, and the counselor put it in force
  dropped_on date,                                -- will not be signed any more
  version integer not null default 1,
  primary key (practice_id, agreement_id, number),
  unique (practice_id, couple_id, agreement_id, number),
  check (until_on is not null or review_on is not null),
  check (until_on is null or until_on >= starts_on),
  check (review_on is null or review_on >= starts_on),
  check (in_force_on is null or dropped_on is null),
  foreign key (practice_id, couple_id, agreement_id) references agreement (practice_id, couple_id, id),
  foreign key (practice_id, couple_id, bearer_id) references membership (practice_id, couple_id, person_id)
);
create index agreement_version_couple on agreement_version (practice_id, couple_id, agreement_id, number);
create table agreement_signature (                -- each one's own answer to a version; the other never reads it
  practice_id uuid not null, couple_id uuid not null, agreement_id uuid not null, number integer not null, person_id uuid not null,
  answer text not null check (answer in ('signed','not_now')),
  how text not null check (how in ('app','session','paper')),
  signed_on date not null,
  made_by uuid not null, made_at timestamptz not null,
  version integer not null default 1,
  primary key (practice_id, agreement_id, number, person_id),
  foreign key (practice_id, couple_id, agreement_id, number) references agreement_version (practice_id, couple_id, agreement_id, number),
  foreign key (practice_id, couple_id, person_id) references membership (practice_id, couple_id, person_id)
);
create index agreement_signature_couple on agreement_signature (practice_id, couple_id);
create table agreement_review (                   -- looked at together in a session; the newest says when it is looked at again
  practice_id uuid not null, couple_id uuid not null, agreement_id uuid not null, on_date date not null,
  next_on date not null,
  made_by uuid not null, made_at timestamptz not null,
  primary key (practice_id, agreement_id, on_date),
  check (next_on > on_date),
  foreign key (practice_id, couple_id, agreement_id) references agreement (practice_id, couple_id, id)
);
create index agreement_review_couple on agreement_review (practice_id, couple_id, on_date);
call guard('agreement', 'care',
  'couple_id = (select app_couple()) and made_on >= (select app_from()) and ((select app_until()) is null or made_on <= (select app_until())) and not (select joint_stopped())', 'none');
call guard('agreement_proposal', $$(select app_audience() in ('counselor','supervisor','intern')) and couple_id = any((select care_of_scope())::uuid[]) and state = 'sent'$$,
  'couple_id = (select app_couple()) and author_id = (select app_person())',
  'couple_id = (select app_couple()) and author_id = (select app_person()) and (select app_until()) is null');
call guard('agreement_version', 'care',
  'couple_id = (select app_couple()) and passed_on >= (select app_from()) and ((select app_until()) is null or passed_on <= (select app_until())) and not (select joint_stopped())', 'none');
call guard('agreement_signature', 'care', 'couple_id = (select app_couple()) and person_id = (select app_person())',
  'couple_id = (select app_couple()) and person_id = (select app_person()) and (select app_until()) is null');
call guard('agreement_review', 'care',
  'couple_id = (select app_couple()) and on_date >= (select app_from()) and ((select app_until()) is null or on_date <= (select app_until())) and not (select joint_stopped())', 'none');
-- Each in their own hands: a sent proposal stands, and a partner signs only for themselves and in the app.
create policy own_hands_insert on agreement_proposal as restrictive for insert to amends_app
  with check ((select app_audience() = 'operator') or (source = 'self') = (select app_audience() = 'partner') and passed_on is null and talk_on is null);
create policy own_hands_update on agreement_proposal as restrictive for update to amends_app
  using ((select app_audience() is distinct from 'partner') or state = 'draft')
  with check ((select app_audience() is distinct from 'partner') or passed_on is null and talk_on is null);
create policy own_hands_insert on agreement_signature as restrictive for insert to amends_app
  with check ((select app_audience() = 'operator') or (how = 'app') = (select app_audience() = 'partner'));
create policy own_hands_update on agreement_signature as restrictive for update to amends_app
  using ((select app_audience() is distinct from 'partner') or how = 'app')
  with check ((select app_audience() = 'operator') or (how = 'app') = (select app_audience() = 'partner'));
grant select, insert on agreement, agreement_proposal, agreement_version, agreement_signature, agreement_review to amends_app;
grant update (ended_on, ended_by, version) on agreement to amends_app;
grant update (kind, body, bearer_id, starts_on, until_on, review_on, state, saved_at, sent_on, passed_on, talk_on, version) on agreement_proposal to amends_app;
grant update (in_force_on, dropped_on, version) on agreement_version to amends_app;
grant update (answer, how, signed_on, made_by, made_at, version) on agreement_signature to amends_app;
grant update (next_on) on agreement_review to amends_app;
